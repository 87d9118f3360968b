using System.Text;
using ActorJobs.Cli.Prompts;
using Microsoft.Win32.SafeHandles;

namespace ActorJobs.Cli;

/// <summary>What pbm has around it: the streams, the terminal, the variables. Tests bring their own.</summary>
internal sealed class Surroundings : IAsyncDisposable
{
    private const int StandardOutput = 1;

    /// <summary>What is typed, or piped, into it.</summary>
    public required TextReader Input { get; init; }

    /// <summary>Takes what was asked for.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Takes errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>An environment variable; null if it is not set, or empty.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The keys of a person at a terminal; null if the input comes from elsewhere.</summary>
    public IKeyboard? Keyboard { get; init; }

    /// <summary>How many columns the terminal of the output has; null if the output goes elsewhere.</summary>
    public int? Columns { get; init; }

    /// <summary>Where pbm may keep what it remembers; null: nowhere.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Where time comes from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Those of this process.</summary>
    public static Surroundings OfThisProcess() =>
        new()
        {
            Input = Console.In,
            Output = OpenOutput(),
            Error = Console.Error,
            Variable = name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null,
            Keyboard = Console.IsInputRedirected || Console.IsOutputRedirected ? null : new ConsoleKeyboard(),
            StateFolder = Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
                "actorjobs"
            ),
            Columns = Console.IsOutputRedirected ? null : Math.Max(Console.WindowWidth, 40),
        };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Output.FlushAsync();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // Nobody reads it.
        }
    }

    /// <summary>The console passes over a reader that has gone, such as head; a command that goes on and on has to notice it.</summary>
    private static TextWriter OpenOutput()
    {
        if (!Console.IsOutputRedirected || OperatingSystem.IsWindows())
        {
            return Console.Out;
        }

        try
        {
            var file = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            // A file has a place that is shared with those who write before and after, which the console keeps.
            return file.CanSeek
                ? Console.Out
                : new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return TextWriter.Null;
        }
    }
}
