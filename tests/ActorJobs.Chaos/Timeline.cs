using System.Collections.Concurrent;

namespace ActorJobs.Chaos;

/// <summary>What happened when.</summary>
internal sealed class Timeline(TextWriter output)
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>All of it.</summary>
    public string Text => string.Join('\n', _lines);

    /// <summary>Notes something.</summary>
    public void Note(string what)
    {
        var line = $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {what}";
        _lines.Enqueue(line);
        output.WriteLine(line);
    }
}
