using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Worker.Tests.Processors;

public sealed class TaskContextTests
{
    private sealed record Input(int Ms, Inner? Inner = null);

    private sealed record Inner(string Name, IReadOnlyList<int> Numbers);

    [Fact]
    public void GetParams_InTheStyleOfTheWeb_IsRead() =>
        ContextOf("""{"MS":5,"inner":{"name":"a","unknown":1}}""").GetParams<Input>().ShouldBe(new Input(5, new Inner("a", null!)));

    [Theory]
    [InlineData("""{"ms":"soon"}""", "the field $.ms of the params as Input")]
    [InlineData("""{"inner":{"numbers":[1,"x"]}}""", "the field $.inner.numbers[1] of the params as Input")]
    [InlineData("[]", "the params as a whole as Input")]
    [InlineData("null", "The params are null; the processor reads Input.")]
    [InlineData("", "The run has no params; its processor reads Input.")]
    public void GetParams_OtherForm_TellsTheField(string json, string expected) =>
        Should.Throw<ParamsException>(() => ContextOf(json).GetParams<Input>()).Message.ShouldContain(expected);

    [Fact]
    public void Success_Value_IsWrittenInTheStyleOfTheWeb() =>
        ProcessResult.Success(new { RowsRead = 3 }).Json.ShouldBe("""{"rowsRead":3}""");

    [Fact]
    public void SuccessJson_NoJson_IsRefused() =>
        Should.Throw<ArgumentException>(() => ProcessResult.SuccessJson("{")).Message.ShouldContain("The result is not JSON");

    private static TaskContext ContextOf(string json) =>
        new()
        {
            RunId = "run-1",
            App = "demo",
            Job = "job-1",
            JobVersion = 1,
            Planned = DateTimeOffset.UnixEpoch,
            Params = json,
            Attempt = 1,
            FencingToken = 1,
            WorkerId = "w1",
            Logger = NullLogger.Instance,
        };
}
