using ActorJobs.Protocol;

namespace ActorJobs.Scheduler.Tests.Simulation;

/// <summary>Short ways to messages.</summary>
internal static class Ask
{
    public const string Rate = """{ "name": "main", "kind": "fixedRate", "every": "100ms" }""";

    public static string Job(string name, string schedules = "", string more = "") =>
        $$"""{ "name": "{{name}}", "processor": { "name": "echo" }, "schedules": [ {{schedules}} ]{{more}} }""";

    public static AppGroupMessage Create(string definition) =>
        new()
        {
            SaveJob = new SaveJob { Definition = definition, Mode = SaveMode.Create },
        };

    public static AppGroupMessage Replace(string name, string definition, long version = 0) =>
        new()
        {
            SaveJob = new SaveJob
            {
                Definition = definition,
                Mode = SaveMode.Replace,
                Name = name,
                ExpectedVersion = version,
            },
        };

    public static AppGroupMessage Delete(string name) => new() { DeleteJob = new DeleteJob { Name = name } };

    public static AppGroupMessage Enable(string name, bool enabled) =>
        new()
        {
            EnableJob = new EnableJob { Name = name, Enabled = enabled },
        };

    public static AppGroupMessage Pause(string name) =>
        new()
        {
            PauseJob = new PauseJob { Name = name, By = "test" },
        };

    public static AppGroupMessage Resume(string name) => new() { ResumeJob = new ResumeJob { Name = name } };

    public static AppGroupMessage Submit(string job, Guid id, long delay = 0, long at = 0)
    {
        var submit = new SubmitRuns { Job = job, Origin = "test" };
        submit.Runs.Add(
            new RunRequest
            {
                Id = id.ToString(),
                Delay = delay,
                At = at,
            }
        );
        return new AppGroupMessage { SubmitRuns = submit };
    }

    /// <summary>With an idempotency key, which the store did not have at a commit.</summary>
    public static AppGroupMessage SubmitKeyed(string job, Guid id, string key, long looked)
    {
        var message = Submit(job, id);
        message.SubmitRuns.Looked = looked;
        message.SubmitRuns.Runs[0].Key = new RunKey { Text = key, Fingerprint = 1 };
        return message;
    }

    public static AppGroupMessage Cancel(Guid run) =>
        new()
        {
            CancelRun = new CancelRun { Run = run.ToString(), Reason = "test" },
        };

    public static AppGroupMessage Await(Guid run) => new() { AwaitRun = new AwaitRun { Run = run.ToString() } };

    public static AppGroupMessage DescribeApp() => new() { DescribeApp = new DescribeApp() };
}
