using ActorJobs.Worker.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ActorJobs.Worker.Tests.Processors;

public sealed class ProcessorDeclarationTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    [Fact]
    public async Task Start_WrongDeclarations_FailsAndListsAllOfThem()
    {
        var failed = await Should.ThrowAsync<ProcessorDeclarationException>(() =>
            TestWorker.StartAsync(
                "http://127.0.0.1:9",
                _data,
                processors: worker =>
                {
                    worker.AddProcessorsFrom(typeof(WrongProcessors));
                    worker.AddProcessorsFrom(typeof(NoProcessor));
                    worker.AddProcessor("echo", () => ProcessResult.Success());
                    worker.AddProcessor<Nameless>();
                    worker.AddProcessor(" ", () => ProcessResult.Success());
                }
            )
        );

        var lines = failed.Message.Split(Environment.NewLine);
        lines.Length.ShouldBe(9);
        lines.ShouldContain(line => line.Contains("'returns-int'") && line.Contains("it returns System.Int32"));
        lines.ShouldContain(line => line.Contains("'unknown-service'") && line.Contains("'missing'") && line.Contains("System.Version"));
        lines.ShouldContain(line => line.Contains("'async-void'") && line.Contains("async void"));
        lines.ShouldContain(line => line.Contains("'generic'") && line.Contains("generic"));
        lines.ShouldContain(line => line.Contains("NoProcessor") && line.Contains("no class that implements IBasicProcessor"));
        lines.ShouldContain(line => line.Contains("'echo' is declared 2 times: by") && line.Contains("GatedProcessors.Echo"));
        lines.ShouldContain(line => line.Contains("Nameless") && line.Contains("has no [Processor(\"name\")]"));
        lines.ShouldContain(line => line.Contains("the name is empty"));
    }

    [Theory]
    [InlineData("class", "\"from the class: scoped\"")]
    [InlineData("named", "\"from the class: scoped\"")]
    [InlineData("void", "")]
    [InlineData("task", "")]
    [InlineData("value-task", "")]
    [InlineData("result", "1")]
    [InlineData("task-result", "2")]
    [InlineData("value-task-result", "3")]
    [InlineData("lambda", "\"scoped\"")]
    public async Task Dispatch_EveryShape_IsRun(string processor, string expected)
    {
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(server.Address, _data, processors: Declare);
        var session = await server.NextAdoptedAsync();

        session.Dispatch(Attempt.Of("run-1"), processor);

        var result = await session.ExpectResultAsync();
        result.Failure.ShouldBeNull();
        result.Result_.ShouldBe(expected);
    }

    [Fact]
    public async Task Dispatch_TwoRuns_EachHasAScopeOfItsOwnThatIsDisposed()
    {
        await using var server = await FakeServer.StartAsync();
        var disposals = new Disposals();
        await using var worker = await TestWorker.StartAsync(
            server.Address,
            _data,
            processors: builder =>
            {
                builder.Services.AddSingleton(disposals);
                Declare(builder);
            }
        );
        var session = await server.NextAdoptedAsync();

        session.Dispatch(Attempt.Of("run-1"), "lambda");
        await session.ExpectResultAsync();
        session.Dispatch(Attempt.Of("run-2"), "lambda");
        await session.ExpectResultAsync();

        disposals.Of.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void AddActorJobsWorker_ASecondTime_IsRefused()
    {
        var services = new ServiceCollection();
        services.AddActorJobsWorker(_ => { });

        Should.Throw<InvalidOperationException>(() => services.AddActorJobsWorker(_ => { })).Message.ShouldContain("has a worker already");
    }

    public void Dispose() => _data.Dispose();

    private static void Declare(WorkerBuilder worker)
    {
        worker.Services.TryAddSingleton<Disposals>();
        worker.Services.AddScoped<ScopedService>();
        worker.AddProcessorsFrom(typeof(Shapes));
        worker.AddProcessorsFrom(typeof(ClassProcessor));
        worker.AddProcessor<NamedProcessor>("named");
        worker.AddProcessor("lambda", (ScopedService service) => ProcessResult.Success(service.ToString()));
    }

    private sealed class ScopedService(Disposals disposals) : IDisposable
    {
        public override string ToString() => "scoped";

        public void Dispose() => disposals.Of.Add(this);
    }

    private sealed class Disposals
    {
        public List<ScopedService> Of { get; } = [];
    }

    [Processor("class")]
    private sealed class ClassProcessor(ScopedService service) : IBasicProcessor
    {
        public ValueTask<ProcessResult> ProcessAsync(TaskContext context, CancellationToken cancellationToken) =>
            new(ProcessResult.Success($"from the class: {service}"));
    }

    private sealed class NamedProcessor(ScopedService service) : IBasicProcessor
    {
        public ValueTask<ProcessResult> ProcessAsync(TaskContext context, CancellationToken cancellationToken) =>
            new(ProcessResult.Success($"from the class: {service}"));
    }

    private sealed class Nameless : IBasicProcessor
    {
        public ValueTask<ProcessResult> ProcessAsync(TaskContext context, CancellationToken cancellationToken) =>
            new(ProcessResult.Success());
    }

    [Processor("no-processor")]
    private sealed class NoProcessor;

    private sealed class Shapes
    {
        [Processor("void")]
        public static void Nothing(CancellationToken cancellationToken) => cancellationToken.ThrowIfCancellationRequested();

        [Processor("task")]
        public static async Task TaskAsync(TaskContext context) => await Task.Yield();

        [Processor("value-task")]
        public static async ValueTask ValueTaskAsync(TaskContext context, CancellationToken cancellationToken) => await Task.Yield();

        [Processor("result")]
        public static ProcessResult Result() => ProcessResult.Success(1);

        [Processor("task-result")]
        public static async Task<ProcessResult> TaskResultAsync()
        {
            await Task.Yield();
            return ProcessResult.Success(2);
        }

        [Processor("value-task-result")]
        public static ValueTask<ProcessResult> ValueTaskResultAsync() => new(ProcessResult.Success(3));
    }

    private static class WrongProcessors
    {
        [Processor("returns-int")]
        public static int ReturnsInt() => 1;

        [Processor("unknown-service")]
        public static void UnknownService(Version missing) => missing.ToString();

        [Processor("async-void")]
#pragma warning disable VSTHRD100 // It is the wrong shape that is refused.
        public static async void AsyncVoid() => await Task.Yield();
#pragma warning restore VSTHRD100

        [Processor("generic")]
        public static void Generic<T>() => typeof(T).ToString();
    }
}
