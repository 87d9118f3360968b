using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Tests.Workflows.Definitions;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;
using NodaTime;

namespace ActorJobs.Core.Tests.Workflows.Instances;

/// <summary>Drives one instance as its app group does, without runs: the test says how they end. After each command it looks whether the journal, written and read
/// again, gives what the instance is.</summary>
internal sealed class InstanceDriver
{
    private readonly List<string> _journal = [];
    private readonly Dictionary<string, SubmitNodeRun> _open = [];

    public InstanceDriver(JobDefinitionReading reading, string parameters = "{}")
        : this(Checked(reading), parameters) { }

    public InstanceDriver(JobDefinition definition, string parameters = "{}")
    {
        Instance = new WorkflowInstance { Id = RunIdentity.OfRequest("app", "instance", Now), Graph = definition.Graph! };
        Do(
            new StartInstance(
                definition.Name,
                1,
                JobDefinitionWriter.Write(definition),
                parameters,
                new Trigger(TriggerKind.Api, "test"),
                Now
            )
        );
    }

    public Instant Now { get; private set; } = Instant.FromUtc(2026, 3, 2, 8, 0);

    public WorkflowInstance Instance { get; private set; }

    public List<WorkflowEvent> Events { get; } = [];

    /// <summary>The nodes whose runs are open, as the instance has ordered.</summary>
    public IReadOnlyDictionary<string, SubmitNodeRun> Open => _open;

    public List<StopNodeRun> Stops { get; } = [];

    public NodeState this[string node] => Instance.StatusOf(node).State;

    public void Do(WorkflowCommand command)
    {
        var decision = WorkflowTurn.Decide(Instance, command, Now);
        Instance = decision.Instance;
        Events.AddRange(decision.Events);
        _journal.AddRange(decision.Events.Select(WorkflowJournal.Write));
        foreach (var order in decision.Orders)
        {
            Take(order);
        }

        CheckJournal();
    }

    /// <summary>The run of a node ends.</summary>
    public InstanceDriver End(string node, RunState end = RunState.Succeeded, string? result = null, string? append = null)
    {
        _open.Remove(node, out var run).ShouldBeTrue($"the run of {node} is open");
        var failure = end == RunState.Succeeded ? null : new Failure("Broken", $"{node} broke", "", []);
        Do(new EndPass(node, run!.Pass, end, result, append, failure));
        return this;
    }

    public InstanceDriver Fail(string node) => End(node, RunState.Failed);

    /// <summary>The run of a node that was asked to stop has done so.</summary>
    public void EndStopped(string node)
    {
        Stops.ShouldContain(stop => stop.Run == _open[node].Run);
        End(node, RunState.Cancelled);
    }

    public void Advance(double seconds)
    {
        Now += Duration.FromSeconds(seconds);
        if (Instance.NextDue <= Now)
        {
            Do(new TimePassed());
        }
    }

    /// <summary>Goes to the moment at which time alone changes something.</summary>
    public void AdvanceToNextDue()
    {
        Now = Instant.Max(Now, Instance.NextDue!.Value);
        Do(new TimePassed());
    }

    private static JobDefinition Checked(JobDefinitionReading reading)
    {
        reading.Errors.ShouldBeEmpty();
        return reading.Definition!;
    }

    private void Take(WorkflowOrder order)
    {
        switch (order)
        {
            case SubmitNodeRun submit:
                // A run of an earlier pass may be open still: one that was asked to stop because its node was marked.
                _open[submit.Node.Key] = submit;
                break;
            case StopNodeRun stop:
                Stops.Add(stop);
                break;
        }
    }

    private void CheckJournal()
    {
        var live = WorkflowJournal.Write(Instance);
        WorkflowGraph Graph(string _) => Instance.Graph;
        WorkflowJournal.Write(WorkflowJournal.Recover(Instance.Id, null, _journal, Graph)).ShouldBe(live, "the journal gives the instance");
        WorkflowJournal.Write(WorkflowJournal.Recover(Instance.Id, live, [], Graph)).ShouldBe(live, "the snapshot gives the instance");
        Instance.Sequence.ShouldBe(_journal.Count);
    }
}
