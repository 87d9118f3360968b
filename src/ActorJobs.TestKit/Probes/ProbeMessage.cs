using ActorJobs.Actors;

namespace ActorJobs.TestKit.Probes;

/// <summary>A message that a probe received, with its asker if someone waits for a reply.</summary>
/// <typeparam name="TMessage">What was sent.</typeparam>
/// <typeparam name="TReply">What askers are answered.</typeparam>
public sealed class ProbeMessage<TMessage, TReply>
{
    private readonly TaskCompletionSource<TReply>? _asker;

    internal ProbeMessage(TMessage message, TimeSpan at, TaskCompletionSource<TReply>? asker)
    {
        Message = message;
        At = at;
        _asker = asker;
    }

    /// <summary>What was sent.</summary>
    public TMessage Message { get; }

    /// <summary>When it came, since the probe was made, by the probe's clock.</summary>
    public TimeSpan At { get; }

    /// <summary>Whether someone waits, or waited, for a reply.</summary>
    public bool IsAsk => _asker is not null;

    /// <summary>Answers who asked.</summary>
    /// <param name="reply">The answer.</param>
    /// <exception cref="ExpectationException">Nobody waits: the message was told, not asked, or was answered already, or its asker has given up.</exception>
    public void Reply(TReply reply) => Answer(asker => asker.TrySetResult(reply));

    /// <summary>Fails who asked, as the actor layer does: see <see cref="ActorRef{TMessage,TReply}.AskAsync"/>.</summary>
    /// <param name="reason">What the asker's await throws.</param>
    /// <exception cref="ExpectationException">Nobody waits: the message was told, not asked, or was answered already, or its asker has given up.</exception>
    public void Fail(Exception reason) => Answer(asker => asker.TrySetException(reason));

    internal void TryFail(Exception reason) => _asker?.TrySetException(reason);

    private void Answer(Func<TaskCompletionSource<TReply>, bool> answer)
    {
        if (_asker is null)
        {
            throw new ExpectationException($"{ProbeText.Of(Message)} was told, not asked: nobody waits for a reply.");
        }

        if (!answer(_asker))
        {
            throw new ExpectationException($"{ProbeText.Of(Message)} was answered already, or its asker has given up waiting.");
        }
    }
}
