using ActorJobs.Server.Links;

namespace ActorJobs.Server.Tests.Links;

public class InboundWindowTests
{
    private readonly List<TaskCompletionSource> _questions = [];

    [Fact]
    public async Task Pass_OwnerThatKeepsUp_IsNeverWaitedFor()
    {
        var window = Window();
        for (var received = 0L; received < 5 * InboundWindow.Bytes; received += 1000)
        {
            var pass = window.PassAsync(received);
            pass.IsCompleted.ShouldBeTrue();
            await pass;
            _questions.ForEach(question => question.TrySetResult());
        }

        _questions.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Pass_OwnerThatIsBehind_IsWaitedForBeforeTheSecondQuestion()
    {
        var window = Window();
        await window.PassAsync(InboundWindow.Bytes);
        await window.PassAsync((2 * InboundWindow.Bytes) - 1);

        var held = window.PassAsync(2 * InboundWindow.Bytes).AsTask();

        (held.IsCompleted, _questions.Count).ShouldBe((false, 1));
        _questions[0].SetResult();
        await held;
        _questions.Count.ShouldBe(2);
    }

    private InboundWindow Window() =>
        new(() =>
        {
            _questions.Add(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return _questions[^1].Task;
        });
}
