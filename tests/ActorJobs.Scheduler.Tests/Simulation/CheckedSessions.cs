using ActorJobs.Core.Runs;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Sessions;
using ActorJobs.Scheduler.Stores;
using AttemptRef = ActorJobs.Core.Workers.AttemptRef;
using SessionAddress = ActorJobs.Core.Workers.SessionAddress;

namespace ActorJobs.Scheduler.Tests.Simulation;

/// <summary>The way to the workers, which looks at everything that leaves: its cause must be in the store.</summary>
internal sealed class CheckedSessions(ISessions sessions, TroubledAppStore store, Func<SessionAddress, string> appOf) : ISessions
{
    /// <summary>What left without its cause. Read at the end, as supervision catches what an output throws.</summary>
    public List<string> Violations { get; } = [];

    public void Send(SessionAddress session, SessionMessage message)
    {
        var app = store[appOf(session)];
        switch (message.Forward)
        {
            case { Dispatch: { } dispatch }:
                Require(app.Dispatched.Contains(Read(dispatch.Attempt)), $"not in the store: {dispatch}");
                break;
            case { ResultAccepted: { } accepted }:
                Require(app.Reported.Contains(Read(accepted.Attempt)), $"not in the store: {accepted}");
                break;
            case { Stop: { } stop }:
                var attempt = Read(stop.Attempt);
                var isUnderWay =
                    app.Runs.GetValueOrDefault(attempt.Run)?.Run is { } run && run.State.IsAtWorker() && run.Token == attempt.Token;
                Require(!isUnderWay || app.Runs[attempt.Run].Run.Stop is not null, $"not in the store: {stop}");
                break;
        }

        sessions.Send(session, message);
    }

    public static AttemptRef Read(Protocol.AttemptRef attempt) =>
        new(RunId.TryParse(attempt.Run, out var run) ? run : default, attempt.Attempt, attempt.Token);

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            Violations.Add(otherwise);
        }
    }
}
