namespace ActorJobs.Worker.Processes;

/// <summary>The newest lines of an output.</summary>
/// <param name="characters">How much is kept at most.</param>
internal sealed class OutputTail(int characters)
{
    private readonly Queue<string> _lines = new();
    private int _length;

    /// <summary>Takes a line. Used by one thread at a time.</summary>
    public void Add(string line)
    {
        var kept = line.Length < characters ? line : line[^(characters - 1)..];
        _lines.Enqueue(kept);
        _length += kept.Length + 1;
        while (_length > characters)
        {
            _length -= _lines.Dequeue().Length + 1;
        }
    }

    /// <summary>The lines as one text.</summary>
    public string Text => string.Join('\n', _lines);

    /// <summary>The last lines that are not blank.</summary>
    /// <param name="count">How many at most.</param>
    public string Last(int count) => string.Join('\n', _lines.Where(line => !string.IsNullOrWhiteSpace(line)).TakeLast(count));
}
