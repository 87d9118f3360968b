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

    public static AppGroupMessage Submit(string job, Guid id, long delay = 0, long at = 0) =>
        new()
        {
            SubmitRun = new SubmitRun
            {
                Job = job,
                Id = id.ToString(),
                Delay = delay,
                At = at,
                Origin = "test",
            },
        };

    public static AppGroupMessage Cancel(Guid run) =>
        new()
        {
            CancelRun = new CancelRun { Run = run.ToString(), Reason = "test" },
        };

    public static AppGroupMessage DescribeApp() => new() { DescribeApp = new DescribeApp() };
}
