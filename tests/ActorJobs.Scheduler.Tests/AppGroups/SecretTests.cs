using ActorJobs.Core.Runs;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Secrets;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Scheduler.Tests.Sessions;
using ActorJobs.Scheduler.Tests.Simulation;
using Google.Protobuf;
using Body = ActorJobs.Protocol.ServerMessage.BodyOneofCase;

namespace ActorJobs.Scheduler.Tests.AppGroups;

public class SecretTests
{
    private const string Value = "the value of the secret";

    private static readonly Guid Run = new(1, 0, 0, new byte[8]);

    [Fact]
    public void Run_WithoutItsSecret_FailsThoughTheSecretComesBeforeItsEnd() =>
        SchedulerWorld.Run(async world =>
        {
            var link = await StartAsync(world);
            var gate = new TaskCompletionSource();
            world.Store.AnswerGate = gate.Task;
            var submit = world.AskAsync(Submit()).AsTask();
            await world.PassAsync(TimeSpan.FromMilliseconds(50));
            var set = world.AskAsync(Set(world.SecretKey)).AsTask();
            await world.PassAsync(TimeSpan.FromMilliseconds(50));
            gate.SetResult();
            await submit;
            (await set).Done.ShouldNotBeNull();

            await world.UntilAsync(() => world.Store["app"].Runs[new RunId(Run)].Run.State.IsEnd(), "the end of the run");
            await world.PassAsync(TimeSpan.FromSeconds(1));

            var run = world.Store["app"].Runs[new RunId(Run)];
            (run.Run.State, run.Failure!.Type, link.Has(Body.Dispatch)).ShouldBe((RunState.Failed, "SecretMissing", false));
        });

    [Fact]
    public void Run_WithoutItsSecret_EndsAlsoIfTheCommitOfItsEndFails() =>
        SchedulerWorld.Run(async world =>
        {
            var link = await StartAsync(world);
            var gate = new TaskCompletionSource();
            world.Store.AnswerGate = gate.Task;
            var submit = world.AskAsync(Submit()).AsTask();
            await world.PassAsync(TimeSpan.FromMilliseconds(50));
            world.Store.Next.Enqueue(() => new AppCommitResult.RolledBack(new InvalidOperationException("not now")));
            gate.SetResult();
            await submit;

            await world.UntilAsync(() => world.Store["app"].Runs[new RunId(Run)].Run.State.IsEnd(), "the end of the run");

            var run = world.Store["app"].Runs[new RunId(Run)];
            (run.Run.State, run.Run.Attempt, link.Has(Body.Dispatch)).ShouldBe((RunState.Failed, 1, false));
            world.Store.Next.ShouldBeEmpty();
        });

    [Fact]
    public void Secret_SetBeforeTheRun_IsInItsDispatch() =>
        SchedulerWorld.Run(async world =>
        {
            var link = await StartAsync(world);
            await world.AskAsync(Set(world.SecretKey));
            await world.AskAsync(Submit());

            await world.UntilAsync(() => link.Has(Body.Dispatch), "the dispatch");

            link.Sent.Find(message => message.Dispatch is not null)!.Dispatch.Params.ShouldBe($"[\"{Value}\"]");
            world.Store["app"].Runs[new RunId(Run)].Params.ShouldNotContain(Value);
        });

    [Fact]
    public void Dispatch_SentAgainAfterItsSecretIsGone_HasTheSameValue() =>
        SchedulerWorld.Run(async world =>
        {
            var link = await StartAsync(world);
            await world.AskAsync(Set(world.SecretKey));
            await world.AskAsync(Submit());
            await world.UntilAsync(() => link.Has(Body.Dispatch), "the dispatch");
            await world.AskAsync(new AppGroupMessage { DeleteSecret = new DeleteSecret { Name = "bank" } });

            await world.PassAsync(TimeSpan.FromSeconds(5.5));

            var sent = link.Sent.Where(message => message.Dispatch is not null).Select(message => message.Dispatch).ToList();
            sent.Select(dispatch => dispatch.Params).ShouldBe([$"[\"{Value}\"]", $"[\"{Value}\"]"]);
            sent.Select(dispatch => dispatch.Attempt).Distinct().Count().ShouldBe(1);
        });

    [Fact]
    public void Secret_OfAnotherKey_IsRefusedByTheOwner() =>
        SchedulerWorld.Run(async world =>
        {
            await StartAsync(world);
            var other = new SecretKey([.. Enumerable.Repeat((byte)1, SecretKey.Bytes)]);

            var problem = await world.AskRefusedAsync(Set(other));

            problem.Code.ShouldBe(ErrorCodes.SecretsKeyDiffers);
            problem.Detail.ShouldContain("actorjobs.secrets.key");
            world.Store["app"].Secrets.ShouldBeEmpty();
        });

    [Fact]
    public void Seal_OfAValue_OpensForItsAppAndNameAlone()
    {
        var key = new SecretKey(new byte[SecretKey.Bytes]);
        var secret = new Core.Secrets.AppSecret(
            "a",
            key.Seal("app", "a", Value, new byte[SecretKey.NonceBytes]),
            key.Fingerprint,
            default,
            ""
        );
        var changed = secret.Sealed.ToArray();
        changed[^1] ^= 1;

        key.Open("app", secret).ShouldBe(Value);
        key.Open("other", secret).ShouldBeNull();
        key.Open("app", secret with { Name = "b" }).ShouldBeNull();
        key.Open("app", secret with { Sealed = changed }).ShouldBeNull();
    }

    private static async Task<RecordingLink> StartAsync(SchedulerWorld world)
    {
        await world.AskAsync(Ask.Create(Ask.Job("job")));
        var link = new RecordingLink();
        var (_, session) = world.Open(SomeWorkers.Hello("a", 1), link);
        await world.UntilAsync(() => link.Has(Body.Adopt), "the question what it holds");
        SomeWorkers.AnswerAdopt(link, session);
        (await SomeWorkers.StateAsync(world)).ShouldBe("Online");
        return link;
    }

    private static AppGroupMessage Submit()
    {
        var submit = Ask.Submit("job", Run);
        submit.SubmitRuns.Runs[0].Params = """[{"$secret":"bank"}]""";
        return submit;
    }

    private static AppGroupMessage Set(SecretKey key) =>
        new()
        {
            SetSecret = new SetSecret
            {
                Name = "bank",
                Sealed = ByteString.CopyFrom(key.Seal("app", "bank", Value, new byte[SecretKey.NonceBytes])),
                KeyFingerprint = key.Fingerprint,
                By = "the test",
            },
        };
}
