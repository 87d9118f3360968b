using System.Runtime.CompilerServices;
using System.Text;
using ActorJobs.Actors;

namespace ActorJobs.TestKit.Probes;

/// <summary>
/// Stands in for an actor: others tell it and ask it, and a test says what must come. Messages are taken in the order in which they came; a message that was taken
/// does not come again.
/// </summary>
/// <typeparam name="TMessage">What it takes.</typeparam>
/// <typeparam name="TReply">What it answers to those who ask.</typeparam>
public sealed class TestProbe<TMessage, TReply>
{
    private readonly Lock _gate = new();
    private readonly Queue<ProbeMessage<TMessage, TReply>> _waiting = new();
    private readonly TimeProvider _time;
    private readonly string _name;
    private readonly long _origin;
    private TaskCompletionSource<ProbeMessage<TMessage, TReply>?>? _taker;
    private bool _isStopped;

    /// <summary>Makes a probe.</summary>
    /// <param name="time">The clock by which it waits: virtual, or <see cref="TimeProvider.System"/>.</param>
    /// <param name="name">What its failures call it.</param>
    public TestProbe(TimeProvider time, string name = "the probe")
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        (_time, _name, _origin) = (time, name, time.GetTimestamp());
        Ref = new ProbeRef(this);
    }

    /// <summary>How long an expectation waits that does not say it, by the probe's clock; 3 s unless set.</summary>
    public TimeSpan UsualPatience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The probe, for those who send to it.</summary>
    public ActorRef<TMessage, TReply> Ref { get; }

    /// <summary>Whether it was told to stop through <see cref="ActorRef{TMessage,TReply}.StopAsync"/>. What is told to it after that is lost.</summary>
    public bool IsStopped
    {
        get
        {
            lock (_gate)
            {
                return _isStopped;
            }
        }
    }

    /// <summary>Takes the next message, whatever it is.</summary>
    /// <param name="within">How long to wait for it; <see cref="UsualPatience"/> if left out.</param>
    /// <exception cref="ExpectationException">None came in time.</exception>
    public Task<ProbeMessage<TMessage, TReply>> ReceiveAsync(TimeSpan? within = null) => TakeAsync("a message", within ?? UsualPatience);

    /// <summary>Takes the next messages, in their order.</summary>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="within">How long to wait for all of them together.</param>
    /// <exception cref="ExpectationException">Fewer came in time; those that came are taken, and stand in the message.</exception>
    public async Task<IReadOnlyList<TMessage>> ReceiveManyAsync(int count, TimeSpan? within = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var started = _time.GetTimestamp();
        var limit = within ?? UsualPatience;
        var taken = new List<TMessage>(count);
        while (taken.Count < count)
        {
            var left = limit - _time.GetElapsedTime(started);
            if (await TryTakeAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero) is not { } next)
            {
                throw new ExpectationException(
                    $"{_name} expected {count} messages within {ProbeText.Of(limit)}; {taken.Count} came{Listed(taken)}"
                );
            }

            taken.Add(next.Message);
        }

        return taken;
    }

    /// <summary>Takes the next message, which must be of a type and, if wanted, meet a condition.</summary>
    /// <typeparam name="T">The type that it must have.</typeparam>
    /// <param name="condition">What it must meet.</param>
    /// <param name="within">How long to wait for it; <see cref="UsualPatience"/> if left out.</param>
    /// <param name="conditionText">Filled in by the compiler: the condition as it is written, for the failure.</param>
    /// <returns>The message.</returns>
    /// <exception cref="ExpectationException">Another one came, or none in time.</exception>
    public async Task<T> ExpectMessageAsync<T>(
        Predicate<T>? condition = null,
        TimeSpan? within = null,
        [CallerArgumentExpression(nameof(condition))] string? conditionText = null
    )
        where T : TMessage => (T)(await ExpectAsync(condition, within, conditionText)).Message!;

    /// <summary>Takes the next message, which must be equal to one.</summary>
    /// <param name="expected">The message.</param>
    /// <param name="within">How long to wait for it; <see cref="UsualPatience"/> if left out.</param>
    /// <exception cref="ExpectationException">Another one came, or none in time.</exception>
    public async Task ExpectMessageAsync(TMessage expected, TimeSpan? within = null)
    {
        var text = ProbeText.Of(expected);
        var found = await TakeAsync(text, within ?? UsualPatience);
        if (!EqualityComparer<TMessage>.Default.Equals(found.Message, expected))
        {
            throw Other(text, found);
        }
    }

    /// <summary>Takes the next message, which must be asked, be of a type and, if wanted, meet a condition.</summary>
    /// <typeparam name="T">The type that it must have.</typeparam>
    /// <param name="condition">What it must meet.</param>
    /// <param name="within">How long to wait for it; <see cref="UsualPatience"/> if left out.</param>
    /// <param name="conditionText">Filled in by the compiler: the condition as it is written, for the failure.</param>
    /// <returns>The message, to be answered.</returns>
    /// <exception cref="ExpectationException">Another one came, nobody waits for its reply, or none came in time.</exception>
    public async Task<ProbeMessage<TMessage, TReply>> ExpectAskAsync<T>(
        Predicate<T>? condition = null,
        TimeSpan? within = null,
        [CallerArgumentExpression(nameof(condition))] string? conditionText = null
    )
        where T : TMessage
    {
        var found = await ExpectAsync(condition, within, conditionText);
        return found.IsAsk
            ? found
            : throw new ExpectationException(
                $"{_name} expected to be asked {Wanted<T>(conditionText)}; it was told {ProbeText.Of(found.Message)}, and nobody waits for a reply."
            );
    }

    /// <summary>Expects silence. In virtual time the answer is exact: nothing is sent within that time, however slow the machine is.</summary>
    /// <param name="within">How long it must be silent, from now on.</param>
    /// <exception cref="ExpectationException">A message came, or has been waiting.</exception>
    public async Task ExpectNoneAsync(TimeSpan within)
    {
        if (await TryTakeAsync(within) is { } found)
        {
            throw new ExpectationException($"{_name} expected no message within {ProbeText.Of(within)}; {Found(found)}{AlsoWaiting()}");
        }
    }

    private async Task<ProbeMessage<TMessage, TReply>> ExpectAsync<T>(Predicate<T>? condition, TimeSpan? within, string? conditionText)
        where T : TMessage
    {
        var wanted = Wanted<T>(condition is null ? null : conditionText);
        var found = await TakeAsync(wanted, within ?? UsualPatience);
        return found.Message is T message && (condition is null || condition(message)) ? found : throw Other(wanted, found);
    }

    private async Task<ProbeMessage<TMessage, TReply>> TakeAsync(string wanted, TimeSpan within) =>
        await TryTakeAsync(within)
        ?? throw new ExpectationException($"{_name} expected {wanted} within {ProbeText.Of(within)}; nothing came{Stopped()}.");

    private async Task<ProbeMessage<TMessage, TReply>?> TryTakeAsync(TimeSpan within)
    {
        // Awaited as it is: what combines tasks would leave the virtual scheduler's thread.
        var turn = new TaskCompletionSource<ProbeMessage<TMessage, TReply>?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_waiting.TryDequeue(out var next))
            {
                return next;
            }

            if (_taker is not null)
            {
                throw new InvalidOperationException($"{_name} is waited for already; await one expectation before the next.");
            }

            _taker = turn;
        }

        await using var limit = _time.CreateTimer(_ => GiveUp(turn), null, within, Timeout.InfiniteTimeSpan);
        return await turn.Task;
    }

    private void GiveUp(TaskCompletionSource<ProbeMessage<TMessage, TReply>?> turn)
    {
        lock (_gate)
        {
            if (_taker != turn)
            {
                return;
            }

            _taker = null;
        }

        turn.SetResult(null);
    }

    private void Take(TMessage message, TaskCompletionSource<TReply>? asker)
    {
        var taken = new ProbeMessage<TMessage, TReply>(message, _time.GetElapsedTime(_origin), asker);
        TaskCompletionSource<ProbeMessage<TMessage, TReply>?>? taker;
        lock (_gate)
        {
            if (_isStopped)
            {
                taken.TryFail(new EntityUnavailableException($"{_name} has stopped."));
                return;
            }

            (taker, _taker) = (_taker, null);
            if (taker is null)
            {
                _waiting.Enqueue(taken);
            }
        }

        taker?.SetResult(taken);
    }

    private ExpectationException Other(string wanted, ProbeMessage<TMessage, TReply> found) =>
        new($"{_name} expected {wanted}; {Found(found)}{AlsoWaiting()}");

    private static string Found(ProbeMessage<TMessage, TReply> found) =>
        $"{ProbeText.Of(found.Message)} was {(found.IsAsk ? "asked" : "told")} instead, {ProbeText.Of(found.At)} after the probe was made.";

    private string AlsoWaiting()
    {
        lock (_gate)
        {
            return _waiting.Count == 0 ? "" : $" Behind it wait {_waiting.Count}{Listed([.. _waiting.Select(waiting => waiting.Message)])}";
        }
    }

    private static string Listed(List<TMessage> messages)
    {
        const int most = 20;
        var text = new StringBuilder(messages.Count == 0 ? "." : ":");
        foreach (var message in messages.Take(most))
        {
            text.Append("\n  ").Append(ProbeText.Of(message));
        }

        return messages.Count <= most ? text.ToString() : $"{text}\n  … and {messages.Count - most} more";
    }

    private string Stopped() => IsStopped ? "; it was told to stop" : "";

    private static string Wanted<T>(string? condition) =>
        condition is null ? $"a message of type {typeof(T).Name}" : $"a message of type {typeof(T).Name} with {condition}";

    private sealed class ProbeRef(TestProbe<TMessage, TReply> probe) : ActorRef<TMessage, TReply>
    {
        public override void Tell(TMessage message) => probe.Take(message, null);

        public override async ValueTask<TReply> AskAsync(TMessage message, TimeSpan timeout, CancellationToken cancellationToken = default)
        {
            var asker = new TaskCompletionSource<TReply>(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var cancellation = cancellationToken.UnsafeRegister(_ => asker.TrySetCanceled(cancellationToken), null);
            await using var limit = probe._time.CreateTimer(
                _ => asker.TrySetException(TooLate(timeout)),
                null,
                timeout,
                Timeout.InfiniteTimeSpan
            );
            probe.Take(message, asker);
            return await asker.Task;
        }

        public override ValueTask StopAsync(CancellationToken cancellationToken = default)
        {
            List<ProbeMessage<TMessage, TReply>> refused;
            lock (probe._gate)
            {
                probe._isStopped = true;
                refused = [.. probe._waiting.Where(waiting => waiting.IsAsk)];
            }

            foreach (var ask in refused)
            {
                ask.TryFail(new EntityUnavailableException($"{probe._name} has stopped."));
            }

            return ValueTask.CompletedTask;
        }

        private TimeoutException TooLate(TimeSpan timeout) =>
            new($"{probe._name} did not answer within {timeout}; the message may still take effect.");
    }
}
