using ActorJobs.Core;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Workers;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.AppGroups;
using NodaTime;
using RunRequest = ActorJobs.Protocol.RunRequest;

namespace ActorJobs.Scheduler.Tests.AppGroups;

public class RunMessagesTests
{
    private static readonly Moment Now = new(Instant.FromUtc(2026, 1, 1, 0, 0), Duration.FromHours(1));

    private readonly KeyBook _keys = new(since: 0);

    [Fact]
    public void Submit_MoreThanThereIsRoomFor_RefusesTheRestAndForgetsTheirKeys()
    {
        var group = new AppGroup(new AppIdentity(1, "app", 1), WorkerLimits.Default, 0, 0) { MostOpenRuns = 2 };
        group.BeginTurn(Now);
        using var definition = System.Text.Json.JsonDocument.Parse("""{"name":"job","processor":{"name":"echo"}}""");
        group.CreateJob(JobDefinitionReader.Read(definition.RootElement).Definition!, "{}", Now);
        var submit = new SubmitRuns { Job = "job", Origin = "test" };
        for (byte number = 1; number <= 3; number++)
        {
            var id = new Guid(number, 0, 0, new byte[8]).ToString();
            submit.Runs.Add(
                new RunRequest
                {
                    Id = id,
                    Key = new RunKey { Text = $"key {number}", Fingerprint = 1 },
                }
            );
        }

        var reply = RunMessages.Submit(group, _keys, submit, Now)(group.EndTurn(Now)).RunsSubmitted.Runs;

        reply
            .Select(result => result.BodyCase)
            .ShouldBe([SubmittedRun.BodyOneofCase.Run, SubmittedRun.BodyOneofCase.Run, SubmittedRun.BodyOneofCase.Problem]);
        reply[2].Problem.Code.ShouldBe(ErrorCodes.TooManyOpenRuns);
        (_keys.MayKnow("key 2", 0), _keys.MayKnow("key 3", 0)).ShouldBe((true, false));
    }
}
