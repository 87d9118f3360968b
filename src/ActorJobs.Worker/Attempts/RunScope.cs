using System.Collections;

namespace ActorJobs.Worker.Attempts;

/// <summary>The logging scope of an attempt: run and attempt as properties, and as text. It also leads the SDK's own logger provider to the log of the run.</summary>
internal sealed class RunScope(AttemptKey attempt, RunLog log) : IReadOnlyList<KeyValuePair<string, object>>
{
    /// <summary>The log of the run.</summary>
    public RunLog Log => log;

    public int Count => 3;

    public KeyValuePair<string, object> this[int index] =>
        index switch
        {
            0 => new("RunId", attempt.Run),
            1 => new("Attempt", attempt.Attempt),
            2 => new("FencingToken", attempt.Token),
            _ => throw new ArgumentOutOfRangeException(nameof(index)),
        };

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() =>
        Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"run {attempt.Run}, attempt {attempt.Attempt}";
}
