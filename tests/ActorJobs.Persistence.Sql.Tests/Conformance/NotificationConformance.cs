using ActorJobs.Core.Apps;
using ActorJobs.Core.Notifications;
using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Tests.Databases;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>Notifications: written by the owners of apps, read by the next ones, taken by those who deliver them.</summary>
public abstract class NotificationConformance(TestDatabase database) : StoreConformance(database)
{
    private static readonly Duration Hold = Duration.FromMinutes(1);
    private static readonly NotificationFilter All = new(null, [], null, 10);

    [Fact]
    public async Task NotificationWritten_AndGathered_StandsAsWrittenLastUntilItIsDue()
    {
        var owner = await OwnAsync();
        var now = Micros(await Store.NowAsync());
        var first = Sample(now, 1) with { Until = now + Hold };
        var gathering = Sample(now + Duration.FromSeconds(1), 2) with
        {
            State = NotificationState.Gathering,
            Until = now + Hold,
            Due = now + Hold,
        };
        var more = gathering with { Count = 2, Message = "more", Last = first.First, RunState = RunState.TimedOut };
        await owner.CommitAsync(new NotificationWritten(first), new NotificationWritten(gathering));
        await owner.CommitAsync(new NotificationWritten(more));
        (await LoadAsync(owner)).ShouldBe([first, more]);

        var due = more with { State = NotificationState.Pending, Until = now, Due = now };
        await owner.CommitAsync(new NotificationWritten(due));
        await owner.CommitAsync(new NotificationWritten(more with { Count = 99 }));
        (await LoadAsync(owner)).ShouldBe([first], "the interval of the other one has ended");
        (await Store.Notifications.FindAsync("shop", due.Id))!.Notification.ShouldBe(due, "one that is due is written no more");
    }

    [Fact]
    public async Task Take_OfWhatIsDue_GivesEachToOneAndAgainWhenTheTimeIsOver()
    {
        var owner = await OwnAsync();
        var now = Micros(await Store.NowAsync());
        await owner.CommitAsync(
            new NotificationWritten(Sample(now - Hold, 1)),
            new NotificationWritten(Sample(now, 2)),
            new NotificationWritten(Sample(now + Hold, 3)),
            new NotificationWritten(Sample(now, 4) with { Key = Key("chat") })
        );
        var pending = (await Store.Notifications.ListPendingAsync()).OrderBy(static one => one.Channel, StringComparer.Ordinal).ToList();
        pending.Select(static one => (one.App, one.Channel, one.Count)).ShouldBe([("shop", "chat", 1), ("shop", "oncall", 3)]);
        pending[1].DueIn.ShouldBeLessThanOrEqualTo(-Hold);

        var both = await Task.WhenAll(TakeAsync(pending[1], 1), TakeAsync(pending[1], 1));
        var rest = await TakeAsync(pending[1], 10);
        both.SelectMany(static taken => taken)
            .Concat(rest)
            .Select(static one => one.Notification.First.At)
            .Order()
            .ShouldBe([Micros(now - Hold), Micros(now)]);
        (await TakeAsync(pending[1], 10)).ShouldBeEmpty();

        (await TakeAsync(pending[0], 10, Duration.Zero)).Single().Tries.ShouldBe(1);
        (await TakeAsync(pending[0], 10)).Single().Tries.ShouldBe(2, "who took it is gone");
    }

    [Fact]
    public async Task NoteTry_OfOneThatWasTakenAnew_ChangesNothing()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(new NotificationWritten(Sample(await Store.NowAsync(), 1)));
        var channel = (await Store.Notifications.ListPendingAsync()).Single();
        var slow = (await TakeAsync(channel, 1, Duration.Zero)).Single();
        var second = (await TakeAsync(channel, 1)).Single();

        await NoteAsync(slow, NotificationState.Failed, """{"n":1}""");
        await NoteAsync(second, NotificationState.Pending, """{"n":2}""");
        var tried = (await Store.Notifications.ListAsync("shop", All)).Single();
        (tried.Notification.State, tried.Answer, tried.Tries).ShouldBe((NotificationState.Pending, """{"n":2}""", 2));

        var third = (await TakeAsync(channel, 1)).Single();
        await NoteAsync(third, NotificationState.Delivered, "{}");
        (await Store.Notifications.ListPendingAsync()).ShouldBeEmpty();
        (await Store.Notifications.ResendAsync("shop", third.Notification.Id)).ShouldBeTrue();
        (await TakeAsync(channel, 1)).Single().Tries.ShouldBe(4);
    }

    [Fact]
    public async Task List_OfAnApp_IsNewestFirstAndFiltered()
    {
        var owner = await OwnAsync();
        var now = Micros(await Store.NowAsync());
        var gathering = Sample(now + Hold, 2) with { State = NotificationState.Gathering };
        await owner.CommitAsync(
            new NotificationWritten(Sample(now, 1)),
            new NotificationWritten(gathering),
            new NotificationWritten(Sample(now + Hold + Hold, 3) with { Key = Key("oncall", "other") })
        );
        await OwnAsync("else");

        var all = await ListAsync(All);
        all.Select(static one => one.First.At).ShouldBe([Micros(now + Hold + Hold), Micros(now + Hold), Micros(now)]);
        (await ListAsync(All with { Before = all[1].Id })).ShouldBe([all[2]]);
        (await ListAsync(All with { Job = "other" })).ShouldBe([all[0]]);
        (await ListAsync(All with { States = [NotificationState.Gathering] })).ShouldBe([all[1]]);
        (await Store.Notifications.ListAsync("else", All)).ShouldBeEmpty();
        (await Store.Notifications.ResendAsync("shop", gathering.Id)).ShouldBeFalse();
    }

    [Fact]
    public async Task Forget_OfOldOnes_SparesThoseThatAreNotOver()
    {
        var owner = await OwnAsync();
        var old = await Store.NowAsync() - Duration.FromDays(8);
        await owner.CommitAsync(new NotificationWritten(Sample(old, 1)), new NotificationWritten(Sample(old, 2)));
        var channel = (await Store.Notifications.ListPendingAsync()).Single();
        await NoteAsync((await TakeAsync(channel, 1)).Single(), NotificationState.Failed, "{}");
        await Store.Notifications.ForgetAsync(Duration.FromDays(9));
        (await ListAsync(All)).Count.ShouldBe(2);

        await Store.Notifications.ForgetAsync(Duration.FromDays(7));
        (await ListAsync(All)).Single().State.ShouldBe(NotificationState.Pending);
        await Store.DeleteAsync("shop");
        (await Store.Notifications.ListPendingAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task WaitTold_OfAnOpenRun_IsReadBackUntilItHasEnded()
    {
        var owner = await OwnAsync();
        var (waits, other, ended) = (Samples.Run(1), Samples.Run(2), Samples.Run(3));
        await owner.CommitAsync(Samples.Job(1), new RunInserted(waits, null), new RunInserted(other, null), new RunInserted(ended, null));
        await owner.CommitAsync(new WaitTold(waits.Id), new WaitTold(ended.Id));
        await owner.CommitAsync(new RunUpdated(ended.Ended(RunState.Expired)), new RunUpdated(waits with { Waits = WaitReason.NoWorker }));

        (await Store.LoadAsync(owner.Claim)).ToldWaits.ShouldBe([waits.Id]);
    }

    private static NotificationKey Key(string channel, string job = "report") => new(channel, NotificationEvent.Failure, job, "Bad");

    /// <summary>One that is due from when it began on.</summary>
    private static Notification Sample(Instant at, int number)
    {
        var run = new NotedRun(Samples.Run(number).Id, Micros(at));
        return new Notification
        {
            Id = Notification.IdOf(1, Key("oncall"), run),
            Key = Key("oncall"),
            State = NotificationState.Pending,
            Count = 1,
            First = run,
            Last = run,
            RunState = RunState.Failed,
            Message = "it broke",
            Until = Micros(at),
            Due = Micros(at),
        };
    }

    private static Instant Micros(Instant instant) => Instant.FromUnixTimeTicks(instant.ToUnixTimeTicks() / 10 * 10);

    private async Task<IReadOnlyList<StoredNotification>> TakeAsync(PendingChannel channel, int limit, Duration? hold = null) =>
        await Store.Notifications.TakeAsync(channel, limit, hold ?? Hold);

    private async Task NoteAsync(StoredNotification taken, NotificationState state, string answer) =>
        await Store.Notifications.NoteTryAsync("shop", taken, state, Duration.Zero, answer);

    private async Task<IReadOnlyList<Notification>> ListAsync(NotificationFilter filter) =>
        [.. (await Store.Notifications.ListAsync("shop", filter)).Select(static one => one.Notification)];

    private async Task<IEnumerable<Notification>> LoadAsync(TestOwner owner) =>
        (await Store.LoadAsync(owner.Claim)).Notifications.OrderBy(static one => one.First.At);
}
