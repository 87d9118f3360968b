using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Screens;
using ActorJobs.Client.Access;
using ActorJobs.Errors;

namespace ActorJobs.Cli.Palettes;

/// <summary>Tokens, and what was done with them.</summary>
internal static class TokenPalette
{
    /// <summary>The palette.</summary>
    public static Command Make() => new("token", "The tokens by which programs and people are known.") { List(), Create(), Delete() };

    /// <summary>Makes the first token of an installation.</summary>
    public static SessionCommand MakeInit()
    {
        var name = new Option<string>("--name")
        {
            HelpName = "NAME",
            Description = "The name of the token; admin if it is not given.",
            DefaultValueFactory = _ => "admin",
        };
        return new SessionCommand(
            "init",
            "Makes the first token, that of the administrator, and prints it once.",
            async (session, cancellationToken) =>
            {
                var made = await session.Client.InitTokensAsync(session.Get(name)!, cancellationToken);
                await session.Screen.ItemAsync(
                    made.Text,
                    ("name", made.Name),
                    ("token", made.Text),
                    ("next", "Keep it: it is not shown again. Save it in a file for --token-file, or set PBM_TOKEN.")
                );
            }
        )
        {
            name,
        };
    }

    /// <summary>Lists what was changed.</summary>
    public static SessionCommand MakeAudit()
    {
        var app = new Option<string?>("--app", "-a") { HelpName = "APP", Description = "What concerns this app only." };
        var from = new Option<string?>("--from") { HelpName = "TIME", Description = "At or after, such as 2026-12-01T03:00:00Z." };
        var to = new Option<string?>("--to") { HelpName = "TIME", Description = "Before." };
        return new SessionCommand(
            "audit",
            "Lists what was changed, and by whom, the newest first.",
            async (session, cancellationToken) =>
            {
                var filter = new AuditFilter
                {
                    App = session.Get(app),
                    From = Values.Instant(from.Name, session.Get(from)),
                    To = Values.Instant(to.Name, session.Get(to)),
                };
                var limit = session.Get(CommonOptions.Limit);
                var entries = await session.Client.ListAuditAsync(filter, cancellationToken).Take(limit + 1).ToListAsync(cancellationToken);
                await session.Screen.ListAsync(
                    ["at", "caller", "address", "method", "path", "status"],
                    [
                        .. entries.Select(entry =>
                            (string[])
                                [Plain.At(entry.At), entry.Caller, entry.Address, entry.Method, entry.Path, Plain.Number(entry.Status)]
                        ),
                    ],
                    limit
                );
            }
        )
        {
            CommonOptions.Limit,
            app,
            from,
            to,
        };
    }

    private static SessionCommand List() =>
        new(
            "list",
            "Lists the tokens by name; what makes them one is not shown.",
            async (session, cancellationToken) =>
            {
                var tokens = await session.Client.ListTokensAsync(cancellationToken).ToListAsync(cancellationToken);
                await session.Screen.ListAsync(
                    ["token", "role", "app", "created", "by", "last used"],
                    [
                        .. tokens.Select(token =>
                            (string[])
                                [
                                    token.Name,
                                    Words(token.Role),
                                    token.App ?? "",
                                    Plain.At(token.CreatedAt),
                                    token.CreatedBy,
                                    token.LastUsedAt is { } used ? Plain.At(used) : "never",
                                ]
                        ),
                    ]
                );
            }
        );

    private static SessionCommand Create()
    {
        var name = new Argument<string>("NAME") { Description = "The name of the token." };
        var role = new Option<string>("--role")
        {
            HelpName = "ROLE",
            Description = "What it may do.",
            Required = true,
        };
        var app = new Option<string?>("--app", "-a") { HelpName = "APP", Description = "In which app; in all if it is not given." };
        return new SessionCommand(
            "create",
            "Makes a token, and prints it once.",
            async (session, cancellationToken) =>
            {
                var made = await session.Client.CreateTokenAsync(
                    new TokenRequest(session.Get(name), ReadRole(session.Get(role)!), session.Get(app)),
                    cancellationToken
                );
                await session.Screen.ItemAsync(
                    made.Text,
                    ("name", made.Name),
                    ("role", Words(made.Role)),
                    ("app", made.App),
                    ("token", made.Text)
                );
            }
        )
        {
            name,
            role,
            app,
        };
    }

    private static SessionCommand Delete()
    {
        var name = new Argument<string>("NAME") { Description = "The name of the token." };
        return new SessionCommand(
            "delete",
            "Takes a token back.",
            async (session, cancellationToken) =>
            {
                await session.Client.DeleteTokenAsync(session.Get(name), cancellationToken);
                await session.Screen.DoneAsync(session.Get(name), $"Token {session.Get(name)} is taken back.");
            }
        )
        {
            name,
        };
    }

    private static Role ReadRole(string text) =>
        Enum.GetValues<Role>().Where(role => Words(role) == text).Select(role => (Role?)role).FirstOrDefault()
        ?? throw CliException.Usage(
            $"Found '{text}' for --role; expected {string.Join(", ", Enum.GetValues<Role>().Select(Words))}."
                + NearMatches.Hint(text, Enum.GetValues<Role>().Select(Words))
        );

    private static string Words(Role role) => $"{role}".ToLowerInvariant();
}
