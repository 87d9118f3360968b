using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Connections;
using ActorJobs.Cli.Palettes;
using ActorJobs.Cli.Screens;
using ActorJobs.Client;
using ActorJobs.Client.Apps;

namespace ActorJobs.Cli;

/// <summary>One command under way: what was asked for, the server, and where the answer goes.</summary>
internal sealed class Session : IDisposable
{
    private const string AppVariable = "PBM_APP";
    private const int MostNamed = 20;

    private readonly ParseResult _parsed;
    private readonly Lazy<Connection> _connection;

    /// <summary>A session; it connects when the server is needed.</summary>
    public Session(ParseResult parsed, Settings settings, Surroundings surroundings)
    {
        _parsed = parsed;
        (Settings, Surroundings) = (settings, surroundings);
        _connection = new Lazy<Connection>(() => Connection.Open(settings, surroundings.Variable));
        Screen = new Screen(settings, surroundings, () => _connection.Value.Answers);
    }

    /// <summary>What holds for the command whatever it does.</summary>
    public Settings Settings { get; }

    /// <summary>Streams and variables.</summary>
    public Surroundings Surroundings { get; }

    /// <summary>Where the answer goes.</summary>
    public Screen Screen { get; }

    /// <summary>The server.</summary>
    public ActorJobsClient Client => _connection.Value.Client;

    /// <summary>An argument.</summary>
    public T Get<T>(Argument<T> argument) => _parsed.GetValue(argument)!;

    /// <summary>An option; its default if it was not given.</summary>
    public T? Get<T>(Option<T> option) => _parsed.GetValue(option);

    /// <summary>Whether an option stands in the command line.</summary>
    public bool IsGiven(Option option) => _parsed.GetResult(option) is { Implicit: false };

    /// <summary>The app that the command is about.</summary>
    /// <exception cref="CliException">None is named, and there are none or several.</exception>
    public async Task<AppClient> AppAsync(CancellationToken cancellationToken)
    {
        if ((Get(CommonOptions.App) ?? Surroundings.Variable(AppVariable)) is { } named)
        {
            return Client.App(named);
        }

        var apps = await Client.ListAppsAsync(cancellationToken).Take(MostNamed + 1).Select(app => app.Name).ToListAsync(cancellationToken);
        _connection.Value.Answers.Forget();
        return apps switch
        {
            [var only] => Client.App(only),
            [] => throw CliException.Usage("There is no app yet; make one: pbm app create NAME."),
            _ => throw CliException.Usage(
                $"Which app? There are {string.Join(", ", apps.Take(MostNamed))}{(apps.Count > MostNamed ? ", …" : "")}: "
                    + $"name it by --app APP, or by the variable {AppVariable}."
            ),
        };
    }

    /// <summary>Leaves an answer out of what is printed as JSON: it was a step on the way.</summary>
    public void ForgetAnswers() => _connection.Value.Answers.Forget();

    /// <summary>The id of a run.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public Guid Run(Argument<string> argument) =>
        Guid.TryParseExact(Get(argument), "D", out var id)
            ? id
            : throw CliException.Usage(
                $"Found '{Get(argument)}' as {argument.Name}; expected the id of a run, a UUID such as 01a1fa99-069e-870b-9f43-a9fbda5ce8d5; "
                    + "pbm run list tells those that there are."
            );

    /// <summary>The id of a workflow instance.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public Guid Instance(Argument<string> argument) =>
        Guid.TryParseExact(Get(argument), "D", out var id)
            ? id
            : throw CliException.Usage(
                $"Found '{Get(argument)}' as {argument.Name}; expected the id of a workflow instance, a UUID such as 01a1fa99-069e-870b-9f43-a9fbda5ce8d5; "
                    + "pbm workflow instances tells those that there are."
            );

    /// <summary>The definition in a file as JSON, or of the standard input for <c>-</c>.</summary>
    /// <exception cref="CliException">It cannot be read.</exception>
    public Task<string> DefinitionAsync(Argument<string> file, CancellationToken cancellationToken) =>
        DefinitionAsync(Get(file), cancellationToken);

    /// <inheritdoc cref="DefinitionAsync(Argument{string}, CancellationToken)"/>
    public async Task<string> DefinitionAsync(string file, CancellationToken cancellationToken) =>
        DefinitionText.ToJson(file, await TextFiles.ReadAsync(file, Surroundings.Input, cancellationToken));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_connection.IsValueCreated)
        {
            _connection.Value.Dispose();
        }
    }
}
