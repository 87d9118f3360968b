using ActorJobs.Protocol;
using ActorJobs.TestKit.VirtualTime;

namespace ActorJobs.TestKit.Processors;

/// <summary>
/// The attempts of processors that are under way. Their code is followed through its execution context, over awaits and onto other threads, so that it is known
/// at each moment whether any of it runs, and which timers it made.
/// </summary>
/// <param name="onChange">Told, on whatever thread, that something may have begun or ended.</param>
internal sealed class ProcessorFlows(Action onChange)
{
    private readonly AsyncLocal<ProcessorFlow?> _current = new(Moved);
    private readonly Lock _gate = new();
    private readonly List<ProcessorFlow> _flows = [];
    private readonly Dictionary<object, ProcessorFlow> _makers = [];

    /// <summary>Those whose code runs, or waits for something that is not of the kit's clock.</summary>
    public IReadOnlyList<ProcessorFlow> Working
    {
        get
        {
            lock (_gate)
            {
                return _flows.Count == 0 ? [] : [.. _flows.Where(flow => flow.Works)];
            }
        }
    }

    /// <summary>Runs the first part of an attempt on this thread, without a synchronization context, as workers run processors.</summary>
    public void Run(Dispatch order, Func<Task> work)
    {
        var flow = new ProcessorFlow(this, order);
        lock (_gate)
        {
            _flows.Add(flow);
        }

        WithoutContext(() =>
            ExecutionContext.Run(
                ExecutionContext.Capture()!,
                _ =>
                {
                    _current.Value = flow;
                    _ = EndAsync(flow, work());
                },
                null
            )
        );
    }

    /// <summary>A timer of the processors' clock was set, or is set no more.</summary>
    public void TimerChanged(VirtualTimerChange change)
    {
        ProcessorFlow? maker;
        lock (_gate)
        {
            if (!_makers.TryGetValue(change.Timer, out maker) && _current.Value is { } current)
            {
                _makers[change.Timer] = maker = current;
            }

            if (!change.IsSet)
            {
                _makers.Remove(change.Timer);
            }
        }

        maker?.TimerChanged(change.Timer, change.State, change.IsSet);
    }

    /// <summary>One of them runs, sleeps or has ended.</summary>
    public void Changed() => onChange();

    /// <summary>Runs something as on a thread of the pool: what awaits in it goes on where its await ends.</summary>
    public static void WithoutContext(Action action)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            action();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private static void Moved(AsyncLocalValueChangedArgs<ProcessorFlow?> change)
    {
        change.CurrentValue?.Enter();
        change.PreviousValue?.Leave();
    }

    private async Task EndAsync(ProcessorFlow flow, Task work)
    {
        try
        {
            await work;
        }
        finally
        {
            lock (_gate)
            {
                _flows.Remove(flow);
            }

            flow.End();
        }
    }
}
