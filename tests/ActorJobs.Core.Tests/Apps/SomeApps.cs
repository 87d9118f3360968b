namespace ActorJobs.Core.Tests.Apps;

/// <summary>Short ways to jobs of an app under test.</summary>
internal static class SomeApps
{
    /// <summary>The JSON of a job with one schedule and further fields.</summary>
    public static string Job(string schedule, string more = "", string name = "job") =>
        $$"""{ "name": "{{name}}", "processor": { "name": "echo" }, "schedules": [ {{schedule}} ]{{(more.Length == 0 ? "" : ", " + more)}} }""";

    public static string Jitter(string schedule, string jitter) => $$"""{{schedule[..^2]}}, "jitter": "{{jitter}}" }""";

    public static string WithCalendar(string schedule, string calendar) => $$"""{{schedule[..^2]}}, "calendar": "{{calendar}}" }""";

    public static string Rate(string every, string name = "main") =>
        $$"""{ "name": "{{name}}", "kind": "fixedRate", "every": "{{every}}" }""";

    public static string Delay(string every) => $$"""{ "name": "main", "kind": "fixedDelay", "every": "{{every}}" }""";

    public static string Cron(string expression) => $$"""{ "name": "main", "kind": "cron", "expression": "{{expression}}" }""";

    public static string Once(string at) => $$"""{ "name": "main", "kind": "once", "at": "{{at}}" }""";

    /// <summary>Ends the account of the fires, and checks it.</summary>
    public static void CheckFires(this AppGroupDriver driver)
    {
        driver.Store.Fires.CloseAll(driver.Now);
        driver.Store.Fires.Check(driver.Store);
    }
}
