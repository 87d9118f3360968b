using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Processes;

/// <summary>
/// A small process that waits for the end of this one, however it comes, and then kills what its trees left. It is a shell script, since it has to be small and to
/// need nothing of what may just have broken.
/// </summary>
internal sealed partial class ProcessWarden : IAsyncDisposable
{
    /// <summary>
    /// $1: what stands in the environment of all trees; $2: the file that kills their control groups, or nothing. It reads the ids of trees with + and -, until the pipe
    /// is closed. It looks for the mark until a look finds none, at most for some seconds.
    /// </summary>
    private const string Script = """
        trap '' INT TERM HUP
        trees=' '
        while read -r sign pid; do
          case $sign in
            +) trees="$trees$pid " ;;
            -) trees="${trees%% $pid *} ${trees#* $pid }" ;;
          esac
        done
        looks=0
        while [ $looks -lt 50 ]; do
          [ -z "$2" ] || echo 1 >"$2"
          for pid in $trees; do kill -9 -- "-$pid"; done
          marked=$(grep -lsF -- "$1" /proc/[0-9]*/environ)
          [ -n "$marked" ] || break
          for file in $marked; do
            pid=${file#/proc/}
            kill -9 "${pid%/environ}"
          done
          looks=$((looks + 1))
          sleep 0.1 || sleep 1
        done
        group=${2%/*}
        looks=0
        while [ -n "$2" ] && [ -d "$group" ] && [ $looks -lt 20 ]; do
          rmdir "$group"/*/
          rmdir "$group" || sleep 0.1 || sleep 1
          looks=$((looks + 1))
        done
        """;

    private readonly Lock _gate = new();
    private readonly Process? _process;

    private ProcessWarden(Process? process) => _process = process;

    /// <summary>Starts it, in a session of its own, so that no signal to this one's reaches it.</summary>
    public static ProcessWarden Start(string owner, string killFile, string? setsid, ILogger logger)
    {
        string[] script = ["-c", Script, "actorjobs-warden", owner, killFile];
        var start = setsid is null ? new ProcessStartInfo("/bin/sh", script) : new ProcessStartInfo(setsid, ["/bin/sh", .. script]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        // It must not look like a part of a tree, where this worker runs in one itself, and not stumble over what is preloaded here.
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        try
        {
            return new ProcessWarden(Process.Start(start));
        }
        catch (Win32Exception exception)
        {
            LogNoWarden(logger, exception.Message);
            return new ProcessWarden(null);
        }
    }

    /// <summary>Watches over a tree.</summary>
    public void Watch(int pid) => Tell('+', pid);

    /// <summary>The tree is no more.</summary>
    public void Forget(int pid) => Tell('-', pid);

    /// <summary>Closes the pipe, and waits until it has looked for what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync().ConfigureAwait(false);
            _process.Dispose();
        }
    }

    private void Tell(char sign, int pid)
    {
        lock (_gate)
        {
            try
            {
                _process?.StandardInput.Write(string.Create(CultureInfo.InvariantCulture, $"{sign} {pid}\n"));
                _process?.StandardInput.Flush();
            }
            catch (IOException)
            {
                // Somebody has killed it. Trees are ended all the same, as long as this process lives.
            }
        }
    }

    [LoggerMessage(
        EventId = 601,
        Level = LogLevel.Warning,
        Message = "Nothing watches over what attempts start, should this process be killed: /bin/sh cannot be started ({Reason})"
    )]
    private static partial void LogNoWarden(ILogger logger, string reason);
}
