using ActorJobs.Tests.Processes;

namespace ActorJobs.Chaos;

/// <summary>A server or a worker process, through all its lives.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Place">Where it runs; null: beside this process.</param>
/// <param name="Address">Its address.</param>
/// <param name="Port">Its port, if it is a server.</param>
/// <param name="Clock">Its wall clock; null: that of this machine, which is not set.</param>
internal sealed record Member(string Name, Place? Place, string Address, int Port, WallClock? Clock)
{
    private readonly List<ChildProcess> _lives = [];

    /// <summary>Where it is reached, if it is a server.</summary>
    public Uri Url { get; } = new($"http://{Address}:{Port}");

    /// <summary>Whether its process runs; a stopped one does.</summary>
    public bool IsRunning => _lives is [.., { IsRunning: true }];

    /// <summary>Whether a fault is at work on it.</summary>
    public bool IsTroubled { get; set; }

    /// <summary>All that its processes have printed.</summary>
    public string Output => string.Join("\n---- its next life ----\n", _lives.Select(static life => life.Output));

    private ChildProcess Life => _lives[^1];

    /// <summary>Its next life has begun.</summary>
    public void Start(ChildProcess life) => _lives.Add(life);

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (IsRunning)
        {
            await Life.KillAsync();
        }
    }

    /// <summary>SIGTERM.</summary>
    public Task<int> TerminateAsync() => Life.TerminateAsync();

    /// <summary>SIGSTOP.</summary>
    public void Pause() => Life.Pause();

    /// <summary>SIGCONT.</summary>
    public void Resume() => Life.Resume();
}
