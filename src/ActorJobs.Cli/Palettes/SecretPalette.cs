using System.CommandLine;
using System.Text;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Screens;

namespace ActorJobs.Cli.Palettes;

/// <summary>The secrets of an app that params may name.</summary>
internal static class SecretPalette
{
    /// <summary>The palette.</summary>
    public static Command Make() =>
        new("secret", "The secrets of an app that params may name: {\"$secret\":\"NAME\"}.") { List(), Set(), Delete() };

    private static SessionCommand List() =>
        new(
            "list",
            "Lists the secrets by name; their values are not shown.",
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                var secrets = await app.ListSecretsAsync(cancellationToken).ToListAsync(cancellationToken);
                await session.Screen.ListAsync(
                    ["secret", "set", "by"],
                    [.. secrets.Select(secret => (string[])[secret.Name, Plain.At(secret.SetAt), secret.SetBy])]
                );
            }
        )
        {
            CommonOptions.App,
        };

    private static SessionCommand Set()
    {
        var name = Name();
        return new SessionCommand(
            "set",
            "Makes a secret, or gives it another value: what is typed, unseen, or what the standard input has, up to a line break at its end.",
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                session.ForgetAnswers();
                await app.SetSecretAsync(session.Get(name), await ReadAsync(session.Surroundings, cancellationToken), cancellationToken);
                await session.Screen.DoneAsync(session.Get(name), $"Secret {session.Get(name)} of app {app.Name} is set.");
            }
        )
        {
            name,
            CommonOptions.App,
        };
    }

    private static SessionCommand Delete()
    {
        var name = Name();
        return new SessionCommand(
            "delete",
            "Deletes a secret; runs that name it fail from then on.",
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                session.ForgetAnswers();
                await app.DeleteSecretAsync(session.Get(name), cancellationToken);
                await session.Screen.DoneAsync(session.Get(name), $"Secret {session.Get(name)} of app {app.Name} is deleted.");
            }
        )
        {
            name,
            CommonOptions.App,
        };
    }

    private static Argument<string> Name() => new("NAME") { Description = "The name of the secret." };

    /// <summary>Never an argument: those are seen in the list of processes, and kept in the history of the shell.</summary>
    private static async Task<string> ReadAsync(Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (surroundings.Keyboard is not { } keyboard)
        {
            var text = await surroundings.Input.ReadToEndAsync(cancellationToken);
            return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2]
                : text.EndsWith('\n') ? text[..^1]
                : text;
        }

        await surroundings.Error.WriteAsync("Value, which is not shown: ");
        var typed = new StringBuilder();
        for (var key = keyboard.Read(); key.Key != ConsoleKey.Enter; key = keyboard.Read())
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        await surroundings.Error.WriteLineAsync();
        return typed.ToString();
    }
}
