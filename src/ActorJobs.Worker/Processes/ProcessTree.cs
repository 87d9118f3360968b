using System.Diagnostics;

namespace ActorJobs.Worker.Processes;

/// <summary>
/// A program with all that it starts, so that all of it can be ended: what it leaves in the background, what starts a session of its own, and what forks twice to
/// lose its parent.
/// </summary>
internal abstract class ProcessTree(Process root) : IAsyncDisposable
{
    /// <summary>The program's process.</summary>
    protected Process Root { get; } = root;

    /// <summary>The program's process id.</summary>
    public int Pid { get; } = root.Id;

    /// <summary>What the program reads.</summary>
    public Stream Stdin => Root.StandardInput.BaseStream;

    /// <summary>What it writes.</summary>
    public Stream Stdout => Root.StandardOutput.BaseStream;

    /// <summary>Its errors.</summary>
    public Stream Stderr => Root.StandardError.BaseStream;

    /// <summary>Waits for the end of the program itself.</summary>
    /// <returns>Its exit code; 128 and the number of the signal where one ended it.</returns>
    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await Root.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return Root.ExitCode;
    }

    /// <summary>Whether any process of the tree lives.</summary>
    public abstract bool IsAlive { get; }

    /// <summary>Asks all processes of the tree to end, where the system knows such a request.</summary>
    public abstract void Ask();

    /// <summary>Kills all processes of the tree, again and again until none is found.</summary>
    /// <param name="limit">How long it tries.</param>
    /// <returns>What could not be ended: nothing, or processes that hang within the kernel.</returns>
    public abstract Task<IReadOnlyList<int>> KillAsync(TimeSpan limit);

    /// <summary>Frees what watches the tree. It ends nothing.</summary>
    public virtual ValueTask DisposeAsync()
    {
        Root.Dispose();
        return ValueTask.CompletedTask;
    }
}
