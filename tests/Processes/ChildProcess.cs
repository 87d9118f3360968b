using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ActorJobs.Tests.Processes;

/// <summary>A program of this tree as a process of its own, with its output at hand, and the signals that hurt it.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int Sigkill = 9;
    private const int Sigterm = 15;
    private const int Sigcont = 18;
    private const int Sigstop = 19;

    /// <summary>The error number of a process that is not there.</summary>
    private const int Esrch = 3;

    private static readonly DirectoryInfo s_here = new(AppContext.BaseDirectory);
    private static readonly DirectoryInfo s_root = s_here.Parent!.Parent!.Parent!.Parent!.Parent!;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly SemaphoreSlim _more = new(0);

    private ChildProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Whether it has not ended.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>The most memory that it has had resident so far, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>All that it has printed.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts a program that was built with these tests.</summary>
    /// <param name="project">The folder of its project, from the root of the tree.</param>
    /// <param name="assembly">Its file.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ChildProcess Start(string project, string assembly, params IEnumerable<string> arguments) =>
        StartIn(null, project, assembly, arguments);

    /// <summary>The same, in a network namespace; null: in that of this process.</summary>
    public static ChildProcess StartIn(
        string? networkNamespace,
        string project,
        string assembly,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var path = Path.Combine(s_root.FullName, project, "bin", s_here.Parent!.Name, s_here.Name, assembly);
        // ip becomes the program, so that signals reach that.
        return networkNamespace is null
            ? Start("dotnet", [path, .. arguments], environment)
            : Start("ip", ["netns", "exec", networkNamespace, "dotnet", path, .. arguments], environment);
    }

    /// <summary>Starts a program in JavaScript, whose packages are installed.</summary>
    /// <param name="folder">Its folder, from the root of the tree.</param>
    /// <param name="script">Its file.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ChildProcess StartNode(string folder, string script, params IEnumerable<string> arguments)
    {
        var path = Path.Combine(s_root.FullName, folder);
        return Directory.Exists(Path.Combine(path, "node_modules"))
            ? Start("node", [Path.Combine(path, script), .. arguments])
            : throw new InvalidOperationException(
                $"The packages of {folder} are not installed: npm ci --prefix {folder} does it, and so does ./build.sh test."
            );
    }

    private static ChildProcess Start(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A server takes these for settings; they are for the tests.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ACTORJOBS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>Writes a line to its standard input.</summary>
    public Task SayAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>Waits until it has printed a line with the text, and gives that line.</summary>
    public async Task<string> SeeAsync(string text, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_output.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } line)
            {
                return line;
            }

            if (_process.HasExited && _more.CurrentCount == 0)
            {
                throw new InvalidOperationException($"It ended with {_process.ExitCode} before it printed '{text}':\n{Output}");
            }

            await _more.WaitAsync(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }

    public Task KillAsync() => SignalAndWaitAsync(Sigkill);

    /// <summary>Asks it to end, and gives its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        await SignalAndWaitAsync(Sigterm);
        return _process.ExitCode;
    }

    /// <summary>Waits for its end, and gives its exit code.</summary>
    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public void Pause() => Signal(Sigstop);

    public void Resume() => Signal(Sigcont);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        _more.Dispose();
    }

    private async Task SignalAndWaitAsync(int signal)
    {
        Signal(signal);
        await _process.WaitForExitAsync();
    }

    /// <summary>A process that has ended by itself takes no signal, and needs none.</summary>
    private void Signal(int signal)
    {
        if (NativeMethods.Kill(_process.Id, signal) != 0 && Marshal.GetLastPInvokeError() is var error and not Esrch)
        {
            throw new InvalidOperationException($"Signal {signal} could not be sent: errno {error}.");
        }
    }

    private void Note(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
            _more.Release();
        }
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Kill(int pid, int signal);
    }
}
