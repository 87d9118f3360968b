using System.Text.Json;
using System.Text.Json.Nodes;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Connections;
using Spectre.Console;

namespace ActorJobs.Cli.Screens;

/// <summary>Prints the answer of a command: as a table or fields for people, as JSON for programs, as bare names if it shall be quiet.</summary>
internal sealed class Screen(Settings settings, Surroundings surroundings, Func<Answers> answers)
{
    /// <summary>Piped tables are as wide as they need to be.</summary>
    private const int Endless = 10_000;

    private readonly TextWriter _output = surroundings.Output;

    /// <summary>Whether programs read it.</summary>
    public bool IsJson => settings.Format == Format.Json;

    /// <summary>Prints a list.</summary>
    /// <param name="columns">Their heads; the first one names the item.</param>
    /// <param name="rows">Its items.</param>
    /// <param name="limit">How many may be printed; one more says that there are more.</param>
    public async Task ListAsync(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows, int limit = int.MaxValue)
    {
        if (IsJson)
        {
            await _output.WriteLineAsync(answers().Merged(limit));
            return;
        }

        await TableAsync(columns, [.. rows.Take(limit)]);
        if (rows.Count > limit && !settings.IsQuiet)
        {
            await surroundings.Error.WriteLineAsync($"There are more than {limit}; --limit N shows more.");
        }
    }

    /// <summary>Prints several answers as one table.</summary>
    public Task EachAsync(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows) =>
        IsJson ? _output.WriteLineAsync(answers().Each()) : TableAsync(columns, rows);

    /// <summary>Prints one thing that the server answered, field by field; those without a value are left out.</summary>
    /// <param name="name">What names it.</param>
    /// <param name="fields">Name and value.</param>
    public Task ItemAsync(string name, params IReadOnlyList<(string Name, string? Value)> fields) =>
        IsJson ? JsonAsync() : FieldsAsync(name, fields);

    /// <summary>Prints what pbm itself knows, field by field; those without a value are left out.</summary>
    public Task FactAsync(string name, params IReadOnlyList<(string Name, string? Value)> fields) =>
        IsJson
            ? _output.WriteLineAsync(
                new JsonObject(
                    fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, (JsonNode?)field.Value))
                ).ToJsonString(JsonSerializerOptions.Web)
            )
            : FieldsAsync(name, fields);

    private async Task FieldsAsync(string name, IReadOnlyList<(string Name, string? Value)> fields)
    {
        if (settings.IsQuiet)
        {
            await _output.WriteLineAsync(Plain.Line(name));
            return;
        }

        var given = fields.Where(field => !string.IsNullOrEmpty(field.Value)).ToList();
        var width = given.Max(field => field.Name.Length) + 2;
        foreach (var (label, value) in given)
        {
            var indented = Plain.Text(value).Replace("\n", "\n" + new string(' ', width), StringComparison.Ordinal);
            await _output.WriteLineAsync($"{label.PadRight(width)}{indented}");
        }
    }

    /// <summary>Says that something was done.</summary>
    /// <param name="name">What names it, if it shall be quiet; empty: nothing.</param>
    /// <param name="text">What was done.</param>
    public async Task DoneAsync(string name, string text)
    {
        if (IsJson)
        {
            await JsonAsync();
        }
        else if (!settings.IsQuiet)
        {
            await _output.WriteLineAsync(Plain.Line(text));
        }
        else if (name.Length > 0)
        {
            await _output.WriteLineAsync(Plain.Line(name));
        }
    }

    /// <summary>Prints an answer of many lines.</summary>
    public Task LinesAsync(IEnumerable<string> lines) =>
        IsJson ? JsonAsync() : _output.WriteAsync(string.Concat(lines.Select(line => line + Environment.NewLine)));

    /// <summary>Prints one line as it is.</summary>
    public Task LineAsync(string text) => _output.WriteLineAsync(text);

    private Task JsonAsync() => answers().Last is { } answer ? _output.WriteLineAsync(answer) : Task.CompletedTask;

    private async Task TableAsync(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (settings.IsQuiet)
        {
            foreach (var row in rows)
            {
                await _output.WriteLineAsync(Plain.Line(row[0]));
            }

            return;
        }

        var isForPeople = surroundings is { Columns: not null } && surroundings.Variable("NO_COLOR") is null;
        var table = new Table { Border = isForPeople ? TableBorder.Rounded : TableBorder.None };
        foreach (var (index, column) in columns.Index())
        {
            table.AddColumn(
                new TableColumn(new Text(column.ToUpperInvariant(), isForPeople ? new Style(decoration: Decoration.Bold) : Style.Plain))
                {
                    NoWrap = !isForPeople,
                    Padding = isForPeople ? null : new Padding(0, 0, index == columns.Count - 1 ? 0 : 2, 0),
                }
            );
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(Plain.Line(cell))));
        }

        await _output.WriteAsync(Render(table, isForPeople));
    }

    private string Render(Table table, bool isForPeople)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = isForPeople ? AnsiSupport.Yes : AnsiSupport.No,
                ColorSystem = isForPeople ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(text),
            }
        );
        console.Profile.Capabilities.Unicode = true;
        console.Profile.Width = surroundings.Columns ?? Endless;
        console.Write(table);
        var lines = text.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        return string.Concat(lines.Select(line => line.TrimEnd() + Environment.NewLine));
    }
}
