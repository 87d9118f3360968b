using ActorJobs.Core.Runs;
using ActorJobs.Core.Secrets;
using ActorJobs.Core.Workers;
using ActorJobs.Errors;

namespace ActorJobs.Core.Apps;

/// <content>The secrets of the app, for params that name them.</content>
public sealed partial class AppGroup
{
    /// <summary>The secrets by name, as they are now: what was taken stays as it was.</summary>
    public IReadOnlyDictionary<string, AppSecret> Secrets { get; private set; } = new Dictionary<string, AppSecret>(StringComparer.Ordinal);

    /// <summary>Takes in a secret from the store.</summary>
    public void RestoreSecret(AppSecret secret) => Secrets = With(secret);

    /// <summary>Makes a secret, or gives it another value.</summary>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.TooManySecrets"/>.</exception>
    public void SetSecret(AppSecret secret)
    {
        if (Secrets.Count >= AppSecret.MostOfAnApp && !Secrets.ContainsKey(secret.Name))
        {
            throw new RefusalException(
                ErrorCodes.TooManySecrets,
                $"App {_app.Name} has {Secrets.Count} secrets, which is the most that an app may have. Delete those that are used no more: "
                    + $"DELETE /api/v1/apps/{_app.Name}/secrets/NAME."
            );
        }

        Secrets = With(secret);
        _effects.Write(new SecretWritten(secret));
    }

    /// <summary>Deletes a secret.</summary>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.SecretNotFound"/>.</exception>
    public void DeleteSecret(string name)
    {
        if (!Secrets.ContainsKey(name))
        {
            throw new RefusalException(
                ErrorCodes.SecretNotFound,
                $"App {_app.Name} has no secret {name}.{NearMatches.Hint(name, Secrets.Keys)} GET /api/v1/apps/{_app.Name}/secrets lists those that there are.",
                "secret",
                NearMatches.Of(name, Secrets.Keys)
            );
        }

        Secrets = Secrets.Values.Where(secret => secret.Name != name).ToDictionary(static secret => secret.Name, StringComparer.Ordinal);
        _effects.Write(new SecretDeleted(name));
    }

    /// <summary>An attempt was never sent to its worker, since the params that it needs cannot be made.</summary>
    public void Withheld(AttemptRef attempt, Failure failure, Moment moment)
    {
        if (Current(attempt) is not { } run)
        {
            return;
        }

        if (run.Stop is { } wish)
        {
            RecordAttempt(run, AttemptOutcome.Failed, $"after a stop: {wish.Reason}", moment);
            End(run with { State = wish.End }, moment);
            return;
        }

        End(run with { State = RunState.Failed }, moment, failure: failure);
    }

    private Dictionary<string, AppSecret> With(AppSecret secret) => new(Secrets, StringComparer.Ordinal) { [secret.Name] = secret };
}
