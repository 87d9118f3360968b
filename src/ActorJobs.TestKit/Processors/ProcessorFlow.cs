using System.Globalization;
using System.Threading.Tasks.Sources;
using ActorJobs.Protocol;

namespace ActorJobs.TestKit.Processors;

/// <summary>The code of one attempt of a processor, on whatever threads it runs, and whether it works or sleeps.</summary>
internal sealed class ProcessorFlow(ProcessorFlows flows, Dispatch order)
{
    private readonly HashSet<object> _sleeps = [];
    private int _threads;
    private bool _isOver;

    /// <summary>Whether time must stand still: its code runs, or it waits for something that is not of the kit's clock.</summary>
    public bool Works
    {
        get
        {
            lock (_sleeps)
            {
                return !_isOver && (_threads > 0 || _sleeps.Count == 0);
            }
        }
    }

    /// <summary>A thread begins to run its code.</summary>
    public void Enter() => Change(() => _threads++);

    /// <summary>A thread ran its code, for this time.</summary>
    public void Leave() => Change(() => _threads--);

    /// <summary>The attempt has ended, and its result is reported.</summary>
    public void End() => Change(() => _isOver = true);

    /// <summary>A timer that its code made was set, or is set no more.</summary>
    public void TimerChanged(object timer, object? state, bool isSet)
    {
        if (IsSleep(state))
        {
            Change(() => _ = isSet ? _sleeps.Add(timer) : _sleeps.Remove(timer));
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"processor {order.Processor}, attempt {order.Attempt.Attempt} of run {order.Attempt.Run} of job {order.Job}"
        );

    /// <summary>Task.Delay gives itself, a task without a value, as the state of its timer; a PeriodicTimer gives the source of its ticks. A limit, such as that of
    /// CancelAfter or WaitAsync, is no sleep: something else is under way.</summary>
    private static bool IsSleep(object? state) => state is IValueTaskSource<bool> || (state is Task && !HasValue(state.GetType()));

    private static bool HasValue(Type? type) =>
        type is not null && ((type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>)) || HasValue(type.BaseType));

    private void Change(Action change)
    {
        lock (_sleeps)
        {
            change();
        }

        flows.Changed();
    }
}
