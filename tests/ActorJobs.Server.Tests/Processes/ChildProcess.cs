using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ActorJobs.Server.Tests.Processes;

/// <summary>A program of this tree as a process of its own, with its output at hand, and the signals that hurt it.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int Sigkill = 9;
    private const int Sigterm = 15;
    private const int Sigcont = 18;
    private const int Sigstop = 19;

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

    /// <summary>All that it has printed.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts a program that was built with these tests.</summary>
    /// <param name="project">The folder of its project, from the root of the tree.</param>
    /// <param name="assembly">Its file.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ChildProcess Start(string project, string assembly, params IEnumerable<string> arguments)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var root = here.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        var path = Path.Combine(root, project, "bin", here.Parent.Name, here.Name, assembly);
        var start = new ProcessStartInfo("dotnet", [path, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new ChildProcess(Process.Start(start)!);
    }

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

    private void Signal(int signal)
    {
        if (NativeMethods.Kill(_process.Id, signal) != 0)
        {
            throw new InvalidOperationException($"Signal {signal} could not be sent: errno {Marshal.GetLastPInvokeError()}.");
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
