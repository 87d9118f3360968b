using ActorJobs.Worker.Processes;

namespace ActorJobs.Worker.OwnProcesses;

/// <summary>
/// What a process wrote to its errors before it ended: the beginning of what .NET says of a crash, which is followed by long stacks, or else the last lines.
/// </summary>
internal sealed class CrashOutput
{
    private const int Characters = 4096;
    private const int Lines = 12;
    private static readonly string[] s_beginnings =
    [
        "Unhandled exception",
        "Process terminated",
        "Fatal error",
        "Stack overflow",
        "Out of memory",
    ];
    private readonly OutputTail _tail = new(Characters);
    private readonly List<string> _crash = [];

    /// <summary>Takes a line. Used by one thread at a time.</summary>
    public void Add(string line)
    {
        _tail.Add(line);
        if (s_beginnings.Any(beginning => line.StartsWith(beginning, StringComparison.Ordinal)))
        {
            _crash.Clear();
            _crash.Add(line);
        }
        else if (_crash.Count is > 0 and < Lines)
        {
            _crash.Add(line);
        }
    }

    /// <summary>The lines that tell most.</summary>
    public override string ToString() => _crash.Count > 0 ? string.Join('\n', _crash) : _tail.Last(Lines);
}
