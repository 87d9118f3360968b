using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Server.Facade.Instances;
using NodaTime;

namespace ActorJobs.Server.Tests.Facade;

public class EventWordsTests
{
    private static readonly Instant At = Instant.FromUtc(2026, 1, 1, 0, 0);

    [Theory]
    [InlineData("Order of 900?", "Order of 900?")]
    [InlineData("Order of 900", "Order of 900.")]
    [InlineData("Go!", "Go!")]
    [InlineData("It is done.", "It is done.")]
    [InlineData("It goes on…", "It goes on…")]
    public void Words_ThatEndWithTextOfUsers_HaveOneMarkAtTheEnd(string text, string ends)
    {
        var failure = new NodeFailure("Broken", text);
        WorkflowEvent[] events =
        [
            new NodeAwaits(At, "n", 1, Awaited.Approval, null, null, text),
            new ApprovalGiven(At, "n", true, "ada", text),
            new InstancePaused(At, "ada", text),
            new NodeStopping(At, "n", NodeState.Failed, text),
            new NodeSkipped(At, "n", false, text, null),
            new NodeEnded(At, "n", 1, NodeState.Failed, null, null, failure),
        ];
        foreach (var happened in events)
        {
            EventWords.Of(happened).ShouldEndWith($": {ends}");
        }

        EventWords.Of(new NodeWaits(At, "n", 1, NodeState.Failed, failure, At)).ShouldContain($": {ends} The next pass begins at 2026-");
        EventWords.Of(new NodeSkipped(At, "n", true, text, null)).ShouldEndWith($": {ends} What follows goes on as if it had succeeded.");
    }
}
