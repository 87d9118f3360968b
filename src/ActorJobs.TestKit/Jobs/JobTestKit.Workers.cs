using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Protocol;
using ActorJobs.TestKit.Workers;

namespace ActorJobs.TestKit.Jobs;

/// <content>Workers and processors whose work is scripted.</content>
public sealed partial class JobTestKit
{
    /// <summary>How many runs a fake of a processor does at once: as many as a test asks for.</summary>
    private const int SlotsOfFakes = 10_000;

    private readonly Dictionary<string, FakeWorker> _fakes = new(StringComparer.Ordinal);

    /// <summary>Adds a worker whose work is scripted, beside that of the processors.</summary>
    /// <param name="id">Its id, unique in the kit.</param>
    /// <param name="slots">How many runs at once, 1 or more.</param>
    /// <param name="processors">The names of the processors that it offers; those of all jobs and workflows saved so far if left out.</param>
    public async Task<FakeWorker> AddWorkerAsync(string id, int slots = 1, params string[] processors)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        string[] offered = processors.Length > 0 ? processors : [.. ProcessorsOfJobs()];
        if (offered.Length == 0)
        {
            throw new ArgumentException(
                $"Worker {id} needs the names of its processors: no job has been saved that would name one.",
                nameof(processors)
            );
        }

        var worker = NewWorker(id, slots, offered);
        await AddAsync(worker.Process);
        return worker;
    }

    /// <summary>Lets a processor end like this from now on, whatever it is given: a worker of its own has it, with as many slots as are wanted.
    /// It takes the place of a processor of that name in the options, and of what was said of it before.</summary>
    /// <param name="processor">Its name.</param>
    /// <param name="work">What it does with every attempt.</param>
    /// <returns>The worker, which has the list of what it was given.</returns>
    public Task<FakeWorker> FakeAsync(string processor, Work work) => FakeAsync(processor, _ => work);

    /// <summary>Lets a script decide how a processor ends from now on; as <see cref="FakeAsync(string, Work)"/> else.</summary>
    /// <param name="processor">Its name.</param>
    /// <param name="script">Called once for each attempt, when it is given.</param>
    /// <returns>The worker, which has the list of what it was given.</returns>
    public async Task<FakeWorker> FakeAsync(string processor, Func<FakeAttempt, Work> script)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(processor);
        if (_processors is { } processors)
        {
            await _loop.DoAsync(() => processors.Leave(processor));
        }

        if (_fakes.TryGetValue(processor, out var known))
        {
            return known.Does(script);
        }

        var fake = _fakes[processor] = NewWorker($"fake-{processor}", SlotsOfFakes, processor).Does(script);
        await AddAsync(fake.Process);
        return fake;
    }

    private FakeWorker NewWorker(string id, int slots, params string[] processors)
    {
        var hello = new Hello
        {
            Protocol = ProtocolVersions.Newest,
            ProtocolMin = ProtocolVersions.Oldest,
            App = _options.App,
            Worker = id,
            Slots = slots,
            Sdk = "test kit",
        };
        hello.Processors.AddRange(processors);
        return new FakeWorker(_loop, me => new FakeWorkerProcess(me, _loop, _options.WorkerLimits, hello, Accept), PassOf);
    }

    private async Task AddAsync(IKitWorker worker)
    {
        _workers.Add(worker);
        await _loop.DoAsync(worker.Dial);
    }

    private IEnumerable<string> ProcessorsOfJobs() =>
        _app.Jobs.Values.SelectMany(job => DefinitionText.Read(job.Definition).Processors).Distinct(StringComparer.Ordinal);

    private NodePass? PassOf(string run) => RunId.TryParse(run, out var id) ? NodePass.Of(_app.Runs[id].Run.Trigger) : null;

    /// <summary>The run of a node that no worker will ever take: its processor was forgotten.</summary>
    private Run? NodeWithoutProcessor() =>
        _app.Open.FirstOrDefault(run =>
            run is { State: RunState.Queued, Trigger.Kind: TriggerKind.Node }
            && run.Processor != Core.Jobs.ProcessorReference.Workflow
            && !_workers.Exists(worker => worker.Offers(run.Processor.Name))
        );

    /// <exception cref="ExpectationException">There is such a run.</exception>
    private void ThrowIfProcessorIsMissing()
    {
        if (NodeWithoutProcessor() is { } run && NodePass.Of(run.Trigger) is { } pass)
        {
            throw new ExpectationException(
                $"Node {pass.Node} of workflow {_app.Runs[pass.Instance].Run.JobName} needs the processor {run.Processor.Name}, which the kit does not have. "
                    + $"Say before what it does: await kit.{nameof(FakeAsync)}(\"{run.Processor.Name}\", Work.Succeeds()); "
                    + $"or declare your own: options.Processors.AddProcessor(\"{run.Processor.Name}\", …)."
            );
        }
    }
}
