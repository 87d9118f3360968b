using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Scheduler.Time;
using NodaTime;

namespace ActorJobs.Scheduler.Measures;

/// <summary>What is measured about the apps that this node owns. Gauges read what each owner showed at the end of its last turn, and ask nobody.</summary>
public sealed class AppInstruments
{
    private const string AppTag = "app";
    private const string StateTag = "state";
    private const string OutcomeTag = "outcome";

    private static readonly string[] s_states = Enum.GetNames<RunState>();

    private static readonly InstrumentAdvice<double> s_delays = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    };

    private readonly ConcurrentDictionary<string, OwnedApp> _owned = new(StringComparer.Ordinal);
    private readonly SchedulingClock _clock;
    private readonly Histogram<double> _fireDelay;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _stale;

    /// <summary>Makes the instruments.</summary>
    public AppInstruments(Meter meter, SchedulingClock clock)
    {
        ArgumentNullException.ThrowIfNull(meter);
        _clock = clock;
        _fireDelay = meter.CreateHistogram(
            "actorjobs.runs.fire_delay",
            "s",
            "From the instant for which a run was planned to the commit with which it became due.",
            advice: s_delays
        );
        _ended = meter.CreateCounter<long>("actorjobs.runs.ended", "{run}", "Runs that have ended, by the state of their end.");
        _stale = meter.CreateCounter<long>(
            "actorjobs.runs.stale_reports",
            "{report}",
            "Reports of attempts that count no more; they changed nothing."
        );
        meter.CreateObservableGauge("actorjobs.jobs", () => Read(static app => app.Figures.Jobs), "{job}", "Jobs of the app.");
        meter.CreateObservableGauge(
            "actorjobs.runs.open",
            ReadOpenRuns,
            "{run}",
            "Open runs: waiting for a slot, delayed, or at a worker."
        );
        meter.CreateObservableGauge(
            "actorjobs.queue.oldest_age",
            ReadOldestAge,
            "s",
            "For how long the run waits that has waited longest; 0 if none waits."
        );
        meter.CreateObservableGauge(
            "actorjobs.stuck_runs",
            () => Read(static app => app.Figures.Stuck.Count),
            "{run}",
            "Open runs without a due time to come, a worker that holds them or a place in a queue; 0 unless something is broken."
        );
        meter.CreateObservableGauge("actorjobs.workers", ReadWorkers, "{worker}", "Workers of the app, by state.");
        meter.CreateObservableGauge(
            "actorjobs.slots",
            () => Read(static app => app.Figures.Slots),
            "{slot}",
            "Slots of the workers that are online and do not drain."
        );
        meter.CreateObservableGauge(
            "actorjobs.slots.free",
            () => Read(static app => app.Figures.FreeSlots),
            "{slot}",
            "Those that are free."
        );
        meter.CreateObservableGauge(
            "actorjobs.app.epoch",
            () => Read(static app => app.Epoch),
            unit: null,
            "The epoch in which this node owns the app; only the node that owns an app shows it."
        );
    }

    /// <summary>The apps that this node owns, by name, each as its owner showed it last.</summary>
    public IReadOnlyList<OwnedApp> Owned => [.. _owned.Values.OrderBy(static app => app.Name, StringComparer.Ordinal)];

    /// <summary>This node owns an app from now on.</summary>
    internal OwnedApp Begin(string app, long epoch, AppFigures figures) => _owned[app] = new OwnedApp(app, epoch, figures);

    /// <summary>It does not any more; a later ownership of the same app stays.</summary>
    internal void End(OwnedApp app) => _owned.TryRemove(KeyValuePair.Create(app.Name, app));

    /// <summary>The writes of a turn are durable.</summary>
    /// <param name="app">Of which app.</param>
    /// <param name="writes">What was written.</param>
    /// <param name="turn">When it was decided.</param>
    internal void Committed(string app, IReadOnlyList<AppWrite> writes, Instant turn)
    {
        if (writes.Count == 0)
        {
            return;
        }

        var tag = KeyValuePair.Create(AppTag, (object?)app);
        var now = _clock.Moment.Now;
        Span<int> ended = stackalloc int[s_states.Length];
        ended.Clear();
        var stale = 0;
        foreach (var write in writes)
        {
            if (write is StaleReported)
            {
                stale++;
            }
            else if (write.ChangedRun is { Omitted: null } run)
            {
                if (run.State.IsEnd())
                {
                    ended[(int)run.State]++;
                }

                if (BecameDue(run, turn))
                {
                    _fireDelay.Record(Math.Max(0, (now - run.Planned).TotalSeconds), tag);
                }
            }
        }

        if (stale > 0)
        {
            _stale.Add(stale, tag);
        }

        for (var state = 0; state < ended.Length; state++)
        {
            if (ended[state] > 0)
            {
                _ended.Add(ended[state], tag, KeyValuePair.Create(OutcomeTag, (object?)s_states[state]));
            }
        }
    }

    /// <summary>In this turn, and for the first time: a run that is tried again has been late for other reasons.</summary>
    private static bool BecameDue(Run run, Instant turn) =>
        run.QueuedAt == turn && run is { Attempt: 0, State: RunState.Queued } or { Attempt: 1, State: RunState.Dispatched };

    private IEnumerable<Measurement<long>> Read(Func<OwnedApp, long> figure) =>
        _owned.Values.Select(app => new Measurement<long>(figure(app), KeyValuePair.Create(AppTag, (object?)app.Name)));

    private IEnumerable<Measurement<double>> ReadOldestAge()
    {
        var now = _clock.Moment.Now;
        return _owned.Values.Select(app => new Measurement<double>(
            app.Figures.OldestWaiting is { } since ? Math.Max(0, (now - since).TotalSeconds) : 0,
            KeyValuePair.Create(AppTag, (object?)app.Name)
        ));
    }

    private IEnumerable<Measurement<long>> ReadOpenRuns() =>
        _owned.Values.SelectMany(app =>
        {
            var figures = app.Figures;
            return ByState(app, ("waiting", figures.Waiting), ("delayed", figures.Delayed), ("running", figures.AtWorkers));
        });

    private IEnumerable<Measurement<long>> ReadWorkers() =>
        _owned.Values.SelectMany(app =>
        {
            var workers = app.Figures.Workers;
            return ByState(
                app,
                ("connecting", workers.Connecting),
                ("online", workers.Online),
                ("draining", workers.Draining),
                ("suspect", workers.Suspect),
                ("offline", workers.Offline)
            );
        });

    private static IEnumerable<Measurement<long>> ByState(OwnedApp app, params (string State, int Count)[] counts) =>
        counts.Select(count => new Measurement<long>(
            count.Count,
            KeyValuePair.Create(AppTag, (object?)app.Name),
            KeyValuePair.Create(StateTag, (object?)count.State)
        ));
}
