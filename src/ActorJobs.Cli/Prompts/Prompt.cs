using ActorJobs.Cli.CommandLines;

namespace ActorJobs.Cli.Prompts;

/// <summary>Commands that a person types at a terminal, with history and completion. Ctrl-D, exit or quit end it.</summary>
internal sealed class Prompt(IKeyboard keyboard, Settings settings, Surroundings surroundings) : ILineSource
{
    private const string Escape = "\u001b[";
    private const string ClearLine = $"\r{Escape}K";
    private const string ClearScreen = $"{Escape}2J{Escape}H";

    private readonly string _lead = $"pbm {settings.Server.Authority}> ";
    private readonly Names _names = new(settings, surroundings);
    private readonly History _history = History.Open(surroundings.StateFolder);

    /// <inheritdoc/>
    public bool GoesOnAfterAFailure => true;

    /// <inheritdoc/>
    public async ValueTask<string?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            switch ((await EditAsync())?.Trim())
            {
                case null or "exit" or "quit":
                    return null;
                case "":
                    break;
                case "help":
                    return "--help";
                case var line:
                    _history.Add(line);
                    return line;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() { }

    private async ValueTask<string?> EditAsync()
    {
        var editor = new LineEditor(_history.Lines);
        while (true)
        {
            await DrawAsync(editor);
            var key = keyboard.Read();
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    await surroundings.Output.WriteLineAsync();
                    return editor.Text;
                case ConsoleKey.D when key.Modifiers.HasFlag(ConsoleModifiers.Control) && editor.Text.Length == 0:
                    await surroundings.Output.WriteLineAsync();
                    return null;
                case ConsoleKey.Tab:
                    await CompleteAsync(editor);
                    break;
                case ConsoleKey.L when key.Modifiers.HasFlag(ConsoleModifiers.Control):
                    await surroundings.Output.WriteAsync(ClearScreen);
                    break;
                default:
                    editor.Take(key);
                    break;
            }
        }
    }

    private async Task CompleteAsync(LineEditor editor)
    {
        var completion = await Completion.FindAsync(editor.Text[..editor.Cursor], _names.OfAsync);
        if (completion.Candidates is [var only])
        {
            editor.Replace(completion.Start.Length, only + " ");
        }
        else if (completion.Common.Length > completion.Start.Length)
        {
            editor.Replace(completion.Start.Length, completion.Common);
        }
        else if (completion.Candidates.Count > 1)
        {
            await surroundings.Output.WriteAsync($"{ClearLine}{string.Join("  ", completion.Candidates)}{Environment.NewLine}");
        }
    }

    /// <summary>Shows the part of the line around the cursor that the terminal has room for.</summary>
    private Task DrawAsync(LineEditor editor)
    {
        var room = Math.Max(10, (surroundings.Columns ?? int.MaxValue) - _lead.Length - 1);
        var from = Math.Max(0, editor.Cursor - room);
        var shown = editor.Text[from..Math.Min(editor.Text.Length, from + room)];
        return surroundings.Output.WriteAsync($"{ClearLine}{_lead}{shown}\r{Escape}{_lead.Length + editor.Cursor - from}C");
    }
}
