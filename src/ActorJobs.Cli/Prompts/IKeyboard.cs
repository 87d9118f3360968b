namespace ActorJobs.Cli.Prompts;

/// <summary>The keys of a person.</summary>
internal interface IKeyboard
{
    /// <summary>Waits for the next key.</summary>
    ConsoleKeyInfo Read();
}

/// <summary>The keyboard of the terminal. Ctrl-C does not come as a key, but ends the program.</summary>
internal sealed class ConsoleKeyboard : IKeyboard
{
    /// <inheritdoc/>
    public ConsoleKeyInfo Read() => Console.ReadKey(intercept: true);
}
