using ActorJobs.Core.Jobs;
using ActorJobs.Persistence.Sql.Logs;
using ActorJobs.Persistence.Sql.Tests.Conformance;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Tests.Logs;

/// <summary>Which logs go first, and how many at once.</summary>
public class AppRetentionTests
{
    private static readonly Instant Now = Samples.Noon + Duration.FromHours(1);

    [Fact]
    public void Beyond_OfVeryManyLogs_AreTheOldestFirstAndSomeThousandAtOnce()
    {
        var logs = Enumerable.Range(0, 8000).Select(number => Log(number, job: 1)).ToList();

        var beyond = Retention(new LogRetention(null, 900, null)).Beyond(logs.AsEnumerable().Reverse(), Now);

        beyond.ShouldBe(logs.Take(5000).Select(static log => log.Run));
    }

    [Fact]
    public void Beyond_WhereALogIsLargerThanAllMayBe_IsThatOneAndAllOlderOnes()
    {
        var logs = Enumerable.Range(0, 3).Select(number => Log(number, job: 1) with { Bytes = number == 1 ? 100 : 10 }).ToList();

        Retention(new LogRetention(null, null, 50)).Beyond(logs, Now).ShouldBe([logs[0].Run, logs[1].Run]);
    }

    [Fact]
    public void Beyond_OfLogsAtTheEdge_AreNone()
    {
        var logs = Enumerable.Range(0, 2).Select(number => Log(number, job: 1)).ToList();

        Retention(new LogRetention(Duration.FromHours(1), 2, 20)).Beyond(logs, Now).ShouldBeEmpty();
        Retention(LogRetention.None, new LogRetention(Duration.FromMinutes(59), 1, 1)).Beyond(logs, Now).ShouldBeEmpty();
    }

    private static EndedLog Log(int number, long job) =>
        new(Samples.Run(number).Id, job, Samples.Noon + Duration.FromSeconds(number), Bytes: 10);

    private static AppRetention Retention(LogRetention app, LogRetention? ofOtherJob = null) =>
        new(1, "shop", app, new Dictionary<long, LogRetention> { [2] = ofOtherJob ?? LogRetention.None });
}
