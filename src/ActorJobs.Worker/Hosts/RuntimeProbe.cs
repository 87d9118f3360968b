using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ActorJobs.Worker.Hosts;

/// <summary>Finds out which runtimes of scripts and programs the machine has, by asking each for its version.</summary>
internal static partial class RuntimeProbe
{
    private static readonly (string Name, string Argument)[] s_asked =
    [
        ("bash", "--version"),
        ("sh", ""),
        ("python3", "--version"),
        ("node", "--version"),
        ("java", "-version"),
        ("dotnet", "--version"),
        ("pwsh", "--version"),
        ("powershell", ""),
        ("psql", "--version"),
        ("ruby", "--version"),
        ("perl", "--version"),
        ("php", "--version"),
        ("go", "version"),
    ];

    /// <summary>Asks all of them at once.</summary>
    /// <param name="limit">How long one may take to answer.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>The versions of those that are there; empty where one does not tell it.</returns>
    public static async Task<IDictionary<string, string>> FindAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(
                s_asked.Select(async asked =>
                    (asked.Name, Version: await VersionAsync(asked.Name, asked.Argument, limit, cancellationToken).ConfigureAwait(false))
                )
            )
            .ConfigureAwait(false);
        return found
            .Where(runtime => runtime.Version is not null)
            .ToDictionary(runtime => runtime.Name, runtime => runtime.Version!, StringComparer.Ordinal);
    }

    /// <summary>Null: it is not there, or cannot be started.</summary>
    private static async Task<string?> VersionAsync(string name, string argument, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (ProgramPath.Find(name) is not { } path)
        {
            return null;
        }
        if (argument.Length is 0)
        {
            return "";
        }
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(limit);
        Process? process = null;
        try
        {
            process = Process.Start(
                new ProcessStartInfo(path, [argument])
                {
                    UseShellExecute = false,
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            );
            if (process is null)
            {
                return null;
            }
            process.StandardInput.Close();
            // Java tells its version on stderr.
            var told = await Task.WhenAll(
                    process.StandardOutput.ReadToEndAsync(time.Token),
                    process.StandardError.ReadToEndAsync(time.Token)
                )
                .ConfigureAwait(false);
            await process.WaitForExitAsync(time.Token).ConfigureAwait(false);
            // A name that stands for nothing, such as a shim of a version manager, fails.
            return process.ExitCode is 0 ? VersionNumber().Match(string.Concat(told)).Value : null;
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or InvalidOperationException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process?.Kill(entireProcessTree: true);
            return "";
        }
        finally
        {
            process?.Dispose();
        }
    }

    [GeneratedRegex(@"\d+(\.\d+)+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionNumber();
}
