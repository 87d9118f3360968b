using ActorJobs.Core.Workers;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Scheduler.Time;
using NodaTime;

namespace ActorJobs.Server.Links;

/// <summary>Judges a Hello as far as a node can without the owner of the app, and answers it.</summary>
internal sealed class LinkHandshake(
    IStoreQueries queries,
    NodeIdentity node,
    WorkerLimits limits,
    LinkSettings settings,
    SchedulingClock clock
)
{
    private const int AppsForHints = 1000;

    /// <summary>Judges the first message of a link.</summary>
    /// <returns>Why the worker is refused; null if it is not.</returns>
    public async ValueTask<Refused?> CheckAsync(WorkerMessage first, CancellationToken cancellationToken)
    {
        if (first.Hello is not { } hello)
        {
            return Refusal.Final(ErrorCodes.InvalidHello, $"The first message of a link must be a Hello; found {first.BodyCase}.");
        }
        if (hello.Protocol < ProtocolVersions.Oldest || hello.ProtocolMin > ProtocolVersions.Newest)
        {
            return Refusal.Final(
                ErrorCodes.ProtocolVersion,
                $"The worker speaks protocol {hello.ProtocolMin} to {hello.Protocol}, this node {ProtocolVersions.Oldest} "
                    + $"to {ProtocolVersions.Newest}. Upgrade the older of the two."
            );
        }
        if (HelloRules.Problems(hello) is { Length: > 0 } problems)
        {
            return Refusal.Final(ErrorCodes.InvalidHello, $"The Hello says what cannot be: {problems}");
        }
        HelloRules.CutTexts(hello);
        return CheckClock(hello) ?? await CheckAppAsync(hello, cancellationToken);
    }

    /// <summary>The answer to a Hello that was found good.</summary>
    public ServerMessage Welcome(Hello hello) =>
        new()
        {
            Welcome = new Welcome
            {
                Protocol = Math.Min(hello.Protocol, ProtocolVersions.Newest),
                Store = node.StoreId,
                Node = node.Name,
                HeartbeatEvery = (long)limits.HeartbeatEvery.TotalMilliseconds,
                SilenceLimit = (long)limits.RedialAfter.TotalMilliseconds,
                TakesLogs = true,
            },
        };

    // No verdict of ours hangs on a worker's clock. But what its processors stamp would be read beside our times, so it is told, as a broken clock should be.
    private Refused? CheckClock(Hello hello)
    {
        if (hello.Clock is 0)
        {
            return null;
        }
        var now = clock.Moment.Now.ToUnixTimeMilliseconds();
        var ahead = (decimal)hello.Clock - now;
        return Math.Abs(ahead) <= (decimal)settings.ClockTolerance.TotalMilliseconds
            ? null
            : Refusal.Final(
                ErrorCodes.ClockTooFarOff,
                $"The worker's clock is {Math.Abs(ahead) / 1000:0} s {(ahead > 0 ? "ahead of" : "behind")} that of the store, which shows {Shown(now)}; "
                    + $"at most {settings.ClockTolerance.TotalSeconds:0} s are allowed. Set the worker's clock (NTP), or raise {Settings.SettingKeys.ClockTolerance}."
            );
    }

    private async ValueTask<Refused?> CheckAppAsync(Hello hello, CancellationToken cancellationToken)
    {
        try
        {
            if (await queries.FindAppAsync(hello.App, cancellationToken) is not null)
            {
                return null;
            }
            var names = await queries.ListAppsAsync(null, AppsForHints, cancellationToken);
            return Refusal.Final(
                ErrorCodes.AppNotFound,
                $"There is no app '{hello.App}'.{NearMatches.Hint(hello.App, names.Select(app => app.Name))} Make it with PUT /api/v1/apps/{hello.App}."
            );
        }
        catch (StoreUnavailableException exception)
        {
            return Refusal.Passing(ErrorCodes.StoreUnavailable, exception.Message);
        }
    }

    private static string Shown(long milliseconds) => Core.Text.InstantText.Format(Instant.FromUnixTimeMilliseconds(milliseconds));
}
