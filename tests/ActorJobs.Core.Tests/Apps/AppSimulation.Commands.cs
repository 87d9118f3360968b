using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;
using ActorJobs.Errors;
using NodaTime;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

/// <content>What users do, at any time.</content>
internal sealed partial class AppSimulation
{
    private static readonly string[] Retries =
    [
        "",
        """, "retry": { "max": 2, "backoff": { "kind": "fixed", "initial": "500ms", "jitter": 0.5 } }""",
        """, "retry": { "max": 3, "on": [ "failed" ], "worker": "other" }""",
        """, "retry": { "max": 1, "worker": "same" }""",
    ];

    private string SomePolicy()
    {
        var limits = _random.Next(3) == 0 ? $", \"limits\": {{ \"perJob\": {_random.Next(1, 4)}, \"perKey\": 1, \"rate\": \"5/2s\" }}" : "";
        var timeouts =
            _random.Next(3) == 0 ? $", \"timeouts\": {{ \"queue\": \"{_random.Next(5, 60)}s\", \"run\": \"3s\", \"kill\": \"1s\" }}" : "";
        return $", \"priority\": {_random.Next(-1, 2)}{limits}{timeouts}";
    }

    private void Save(bool create)
    {
        var json = Job(
            Any(Schedules),
            $$"""
            "delivery": "{{Any(Deliveries)}}", "overlap": { "policy": "{{Any(Overlaps)}}", "max": {{_random.Next(1, 3)}} },
            "misfire": { "policy": "{{Any(Misfires)}}", "window": "{{_random.Next(5, 100)}}s", "max": {{_random.Next(1, 9)}} }, "enabled": {{(
                _random.Next(6) > 0 ? "true" : "false"
            )}}{{SomePolicy()}}
            """,
            Any(JobNames)
        );
        var name = Any(JobNames);
        json = json.Contains("atMostOnce", StringComparison.Ordinal) ? json : json[..^1] + Any(Retries) + "}";
        var reading = Jobs.SomeJobs.Read(json);
        var definition = reading.Definition!;
        Post(() =>
            _driver.Post(
                (group, moment) =>
                    Try(() =>
                        create
                            ? group.CreateJob(definition, "{}", moment)
                            : group.ReplaceJob(
                                name,
                                definition with
                                {
                                    Name = _random.Next(4) == 0 ? definition.Name : name,
                                },
                                "{}",
                                default,
                                moment
                            )
                    )
            )
        );
    }

    private void Pause()
    {
        var (name, seconds) = (Any(JobNames), _random.Next(2) * _random.Next(1, 40));
        Post(() =>
            _driver.Post(
                (group, moment) =>
                {
                    var end = moment.Now + Duration.FromSeconds(seconds);
                    Instant? until = seconds == 0 ? null : Instant.FromUnixTimeMilliseconds(end.ToUnixTimeMilliseconds());
                    Try(() => group.PauseJob(name, "ann", null, until, moment));
                }
            )
        );
    }

    /// <summary>Pauses the app, or drains a worker of it.</summary>
    private void HoldApp()
    {
        var (what, worker, seconds) = (_random.Next(3), Any(_workers).Id, _random.Next(1, 30));
        Post(() =>
            _driver.Post(
                (group, moment) =>
                {
                    var until = Instant.FromUnixTimeMilliseconds((moment.Now + Duration.FromSeconds(seconds)).ToUnixTimeMilliseconds());
                    var drain = new WorkerDrain(worker, s_noLabels, "ann", moment.Now, null, what == 1 ? until : null);
                    Try(() =>
                    {
                        if (what == 0)
                        {
                            group.PauseApp("ann", null, seconds < 15 ? null : until, moment);
                        }
                        else
                        {
                            group.DrainWorkers(drain, moment);
                        }

                        return worker;
                    });
                }
            )
        );
    }

    private void LetGoOfApp() =>
        Post(() =>
            _driver.Post(
                (group, moment) =>
                {
                    group.ResumeApp(moment);
                    foreach (var drain in group.Holds.Drains)
                    {
                        group.EndDrain(drain.Worker, drain.Labels);
                    }
                }
            )
        );

    private void Resume(string name) => Post(() => _driver.Post((group, moment) => Try(() => group.ResumeJob(name, moment))));

    private void Submit()
    {
        var name = Any(JobNames);
        var delay = _random.Next(2) * _random.Next(20);
        string? key = _random.Next(2) == 0 ? null : $"key-{_random.Next(2)}";
        int? priority = _random.Next(3) == 0 ? _random.Next(-1, 2) : null;
        var id = RunIdentity.OfRequest("app", $"{_random.Next()} {_driver.Elapsed}", _driver.Now);
        Post(() =>
            _driver.Post(
                (group, moment) =>
                    Try(() =>
                    {
                        var request = new RunRequest(id, null, moment.Now + Duration.FromSeconds(delay))
                        {
                            LimitKey = key,
                            Priority = priority,
                        };
                        group.Submit(name, [request], "test", moment);
                    })
            )
        );
    }

    /// <summary>A command for a server that is there; it is acknowledged by its commit, or lost.</summary>
    private void Post(Action post)
    {
        if (_driver.IsUp)
        {
            post();
        }
    }

    private static void Try(Action call)
    {
        try
        {
            call();
        }
        catch (RefusalException)
        {
            // Names that are taken or free, runs that have ended: what users do.
        }
    }

    private static void Try<T>(Func<T> call) =>
        Try(() =>
        {
            call();
        });
}
