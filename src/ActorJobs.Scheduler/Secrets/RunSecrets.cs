using ActorJobs.Core;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Secrets;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.AppGroups;
using AttemptRef = ActorJobs.Core.Workers.AttemptRef;
using Failure = ActorJobs.Protocol.Failure;

namespace ActorJobs.Scheduler.Secrets;

/// <summary>
/// Puts the values of secrets into the params of runs on their way to workers, and takes them out of what the workers answer. It belongs to one life of an app's owner.
/// </summary>
/// <param name="app">Whose secrets.</param>
/// <param name="key">What opens them; null if the node has none.</param>
/// <param name="withhold">Told of an attempt that cannot be sent; in a turn to come it has to end.</param>
internal sealed class RunSecrets(string app, SecretKey? key, Action<WithholdAttempt> withhold)
{
    /// <summary>The most bytes of params with the values in them; as large as the body of a request may be.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    private static readonly string TooLarge =
        $"With the values of its secrets the run's params have more than {MostBytes} bytes, the most that a worker is sent. Name fewer secrets in them.";

    private readonly Dictionary<RunId, Given> _given = [];
    private readonly Dictionary<AttemptRef, Failure> _withheld = [];

    /// <summary>Notes what workers were given by the owners before.</summary>
    public void Restore(IReadOnlyDictionary<RunId, string> parameters, IReadOnlyDictionary<string, AppSecret> secrets)
    {
        foreach (var (run, text) in parameters)
        {
            if (SecretMarkers.Find(text) is { } markers)
            {
                var values = markers
                    .Names.Select(name => secrets.GetValueOrDefault(name))
                    .Select(secret => secret is null ? null : key?.Open(app, secret));
                _given[run] = new Given(new SecretMask(values.OfType<string>()), null, secrets);
            }
        }
    }

    /// <summary>The params with the values in them.</summary>
    /// <param name="run">Whose params; it is at its worker.</param>
    /// <param name="parameters">As stored.</param>
    /// <param name="secrets">Those of the app.</param>
    /// <returns>Null if there is a secret that is missing or cannot be opened: then the attempt is withheld, now and for ever.</returns>
    public string? Fill(Run run, string parameters, IReadOnlyDictionary<string, AppSecret> secrets)
    {
        if (SecretMarkers.Find(parameters) is not { } markers)
        {
            return parameters;
        }

        var attempt = WorkerWire.AttemptOf(run);
        if (!_withheld.TryGetValue(attempt, out var failure))
        {
            // An attempt that is sent again may have reached its worker the first time: it has the same values as then, whatever became of them.
            var of = _given.TryGetValue(run.Id, out var before) && before.Attempt == attempt ? before.Secrets : secrets;
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            failure = Collect(markers, of, values);
            if (failure is null && markers.Replace(values, MostBytes) is { } filled)
            {
                _given[run.Id] = new Given(new SecretMask(values.Values), attempt, of);
                return filled;
            }

            _withheld[attempt] = failure ??= new Failure { Type = "ParamsTooLarge", Message = TooLarge };
        }

        withhold(new WithholdAttempt { Attempt = WorkerWire.Write(attempt), Failure = failure });
        return null;
    }

    /// <summary>What a worker says, without the values that its run was given.</summary>
    public WorkerMessage Hide(WorkerMessage message)
    {
        var about = message.BodyCase switch
        {
            WorkerMessage.BodyOneofCase.Result => message.Result.Attempt,
            WorkerMessage.BodyOneofCase.DispatchRefused => message.DispatchRefused.Attempt,
            _ => null,
        };
        if (_given.Count == 0 || !WorkerWire.TryRead(about, out var attempt) || !_given.TryGetValue(attempt.Run, out var given))
        {
            return message;
        }

        var mask = given.Mask;
        var hidden = message.Clone();
        if (hidden.Result is { } result)
        {
            result.Result_ = mask.HideInJson(result.Result_);
            result.Append = mask.HideInJson(result.Append);
            Hide(result.Failure, mask);
        }
        else
        {
            hidden.DispatchRefused.Reason = mask.Hide(hidden.DispatchRefused.Reason);
        }

        return hidden;
    }

    /// <summary>Forgets what is noted of runs that have ended, or are at no worker any more.</summary>
    public void Forget(IReadOnlyList<AppWrite> writes)
    {
        if (_given.Count + _withheld.Count == 0)
        {
            return;
        }

        foreach (var write in writes)
        {
            if (write.ChangedRun is { } run && !run.State.IsAtWorker())
            {
                _given.Remove(run.Id);
                _withheld.Remove(WorkerWire.AttemptOf(run));
            }
        }
    }

    /// <summary>A secret that this owner can open, too, so that a run can have it at once.</summary>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.SecretsKeyMissing"/>, <see cref="ErrorCodes.SecretsKeyDiffers"/>.</exception>
    public AppSecret Check(SetSecret set, Moment moment)
    {
        var secret = new AppSecret(set.Name, set.Sealed.Memory, set.KeyFingerprint, moment.Now, set.By);
        if (key is null)
        {
            throw new RefusalException(
                ErrorCodes.SecretsKeyMissing,
                $"The node that owns app {app} has no key to open the secret with. Set actorjobs.secrets.key or actorjobs.secrets.key-file to the same on every node."
            );
        }

        return key.Open(app, secret) is not null
            ? secret
            : throw new RefusalException(
                ErrorCodes.SecretsKeyDiffers,
                $"The node that owns app {app} has the key {key.Fingerprint}, and the one that was asked {set.KeyFingerprint}. "
                    + "Set actorjobs.secrets.key or actorjobs.secrets.key-file to the same on every node."
            );
    }

    private static void Hide(Failure? failure, SecretMask mask)
    {
        if (failure is not null)
        {
            (failure.Type, failure.Message, failure.Stack) = (
                mask.Hide(failure.Type),
                mask.Hide(failure.Message),
                mask.Hide(failure.Stack)
            );
            foreach (var cause in failure.Causes)
            {
                Hide(cause, mask);
            }
        }
    }

    private Failure? Collect(SecretMarkers markers, IReadOnlyDictionary<string, AppSecret> secrets, Dictionary<string, string> values)
    {
        foreach (var name in markers.Names)
        {
            var secret = secrets.GetValueOrDefault(name);
            if (secret is null || key?.Open(app, secret) is not { } value)
            {
                return new Failure { Type = "SecretMissing", Message = WhyMissing(name, secret) };
            }

            values.Add(name, value);
        }

        return null;
    }

    private string WhyMissing(string name, AppSecret? secret)
    {
        var set = $"'pbm secret set {name} -a {app}' or PUT /api/v1/apps/{app}/secrets/{name}, then run it again.";
        return !NameText.IsValid(name)
                ? $"The params name the secret '{MessageLimits.Cut(name, NameText.MaxLength)}', which is no name; {NameText.Expected}."
            : secret is null ? $"The params name the secret '{name}', and app {app} has none of that name. Set it: {set}"
            : $"The secret '{name}' of app {app} cannot be decrypted: it was encrypted with the key {secret.KeyFingerprint}, and this server has "
                + $"{key?.Fingerprint ?? "none"} (actorjobs.secrets.key, actorjobs.secrets.key-file). Give the server the right key, or set the secret anew: {set}";
    }

    /// <summary>What a run was given.</summary>
    /// <param name="Mask">Takes its values out of what its worker says.</param>
    /// <param name="Attempt">Which attempt; null if it was given by an owner before this one.</param>
    /// <param name="Secrets">As they were then.</param>
    private sealed record Given(SecretMask Mask, AttemptRef? Attempt, IReadOnlyDictionary<string, AppSecret> Secrets);
}
