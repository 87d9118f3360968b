using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;
using NodaTime;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>What is told of runs that wait, and of those that run.</summary>
public class WhyTests
{
    private readonly AppGroupDriver _driver = new();

    [Fact]
    public void HundredRuns_OfTenReasons_AreExplainedAndStartWithinASecondOfTheEndOfTheReason()
    {
        _driver.StartHeartbeats();
        var worker = _driver.AddOnline("w1", 40, "echo");
        (string Job, string More, WaitReason Reason, string Says, Action End)[] all =
        [
            ("per-job", """ "limits": { "perJob": 1 } """, WaitReason.JobLimit, "its limit perJob is 1", () => Save("per-job", "")),
            ("per-key", """ "limits": { "perKey": 1 } """, WaitReason.KeyLimit, "with key k are at workers", () => Save("per-key", "")),
            ("rate", """ "limits": { "rate": "1/1h" } """, WaitReason.RateLimit, "rate limit 1/1h", () => Save("rate", "")),
            ("processor", "", WaitReason.NoProcessor, "does not offer processor other", () => _driver.AddOnline("w2", 40, "other")),
            ("label", """ "target": { "labels": { "gpu": "yes" } } """, WaitReason.NoFitWorker, "has no label gpu", () => Add("gpu", 40)),
            ("named", """ "target": { "workers": [ "w9" ] } """, WaitReason.NoFitWorker, "is none of the workers", () => Add("w9", 40)),
            ("runtime", """ "target": { "runtimes": [ "java" ] } """, WaitReason.NoFitWorker, "has no runtime java", () => Add("java", 40)),
            ("idle", """ "target": { "minFreeCpu": 8 } """, WaitReason.NoFitWorker, "does not tell how busy", () => Add("idle", 40)),
            ("paused", "", WaitReason.Paused, "job paused by ann", () => _driver.Resume("paused")),
            ("later", "", WaitReason.None, "due at", () => _driver.Advance(Duration.FromHours(1))),
        ];
        foreach (var (job, more, _, _, _) in all)
        {
            Save(job, more, create: true);
        }

        _driver.Pause("paused");
        foreach (var (job, _, reason, says, end) in all)
        {
            var delay = job == "later" ? 3600 : 0;
            if (reason is WaitReason.JobLimit or WaitReason.KeyLimit or WaitReason.RateLimit)
            {
                _driver.Submit(job, key: "k");
            }

            var runs = Enumerable.Range(0, 10).Select(_ => _driver.Submit(job, delay, key: "k")).ToList();
            _driver.Advance(5);
            foreach (var why in runs.Select(_driver.Why))
            {
                why.Waits.ShouldBe(reason, job);
                why.Summary.ShouldContain(says, Case.Sensitive, job);
                why.EndsBy.ShouldNotBeEmpty();
            }

            end();
            _driver.Advance(1);
            _driver.States(runs).Count(state => state.IsAtWorker()).ShouldBe(10, job);
            foreach (var attempt in _driver.AllRunning().ToList())
            {
                attempt.Worker.Finish(attempt.Run);
            }

            _driver.Settle();
        }

        worker.Running.ShouldBeEmpty();
    }

    [Fact]
    public void RunAtAWorker_ThatIsHeardOrLost_IsToldSo()
    {
        _driver.Save(Job("", """ "timeouts": { "run": "1h" } """));
        _driver.StartHeartbeats();
        var worker = _driver.AddOnline();
        var run = _driver.Submit("job");
        _driver.Advance(3);
        var alive = _driver.Why(run);
        alive.Summary.ShouldStartWith("attempt 1 is with worker w1: running since 2026-03-02T08:00:00");
        alive.Summary.ShouldContain("worker alive");
        alive.EndsAt.ShouldBe(_driver.Group.Find(run)!.StartedAt + Duration.FromHours(1));
        worker.Pause();
        _driver.Advance(10);

        _driver.Why(run).Summary.ShouldMatch(@"which is lost since 1\d\.\d s \(Suspect: not heard for 6 s\)");
        _driver.Why(run).Holder!.State.ShouldBe(WorkerState.Suspect);
    }

    private void Save(string job, string more, bool create = false) =>
        _driver.Save(
            Job("", more, job).Replace("\"echo\"", job == "processor" ? "\"other\"" : "\"echo\"", StringComparison.Ordinal),
            create
        );

    private void Add(string id, int slots)
    {
        var worker = _driver.AddWorker(id, slots, "echo");
        worker.Labels["gpu"] = id == "gpu" ? "yes" : "no";
        worker.Runtimes[id] = "1";
        worker.Load = new HostLoad(id == "idle" ? 16 : 0, 1, 1);
        worker.Dial();
        _driver.Settle();
        worker.Tick();
        _driver.Settle();
    }
}
