using System.Security.Cryptography;
using ActorJobs.Errors;
using ActorJobs.Scheduler.Secrets;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Settings;

namespace ActorJobs.Server.Start;

/// <summary>Finds the key of secrets at the start, and compares it with that by which the values in the store are encrypted.</summary>
internal static class SecretKeys
{
    private const string KeySettings = "actorjobs.secrets.key or actorjobs.secrets.key-file";

    /// <summary>Finds it: in the settings, or with SQLite in a file beside the database, which is made if there is none.</summary>
    /// <param name="settings">All settings.</param>
    /// <param name="stored">The secrets in the store.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null if there is none, and no secret either.</returns>
    /// <exception cref="StartException">A file is unusable, or the key is not the one by which the values in the store are encrypted.</exception>
    public static async ValueTask<SecretKey?> FindAsync(
        ServerSettings settings,
        ISecretStore stored,
        CancellationToken cancellationToken = default
    )
    {
        var fingerprints = await stored.KeyFingerprintsAsync(cancellationToken);
        var key = settings.Secrets.Key ?? OfFile(settings, hasSecrets: fingerprints.Count > 0);
        if (fingerprints.FirstOrDefault(one => one != key?.Fingerprint) is not { } other)
        {
            return key;
        }

        throw key is null
            ? new StartException(
                StartFailure.Settings,
                ErrorCodes.SecretsKeyMissing,
                $"The store has secrets that are encrypted with the key {other}, and this server has none. Set {KeySettings} to the key that was used so far."
            )
            : new StartException(
                StartFailure.Settings,
                ErrorCodes.SecretsKeyDiffers,
                $"The store has secrets that are encrypted with the key {other}, and this server has the key {key.Fingerprint}. Set {KeySettings} to the key "
                    + "that was used so far. To change the key, delete the secrets with the old one, and set them anew with the new one."
            );
    }

    private static SecretKey? OfFile(ServerSettings settings, bool hasSecrets)
    {
        var given = settings.Secrets.KeyFile;
        if (given.Length > 0)
        {
            return Read(given);
        }

        if (settings.Store is not StoreSettings.Sqlite sqlite)
        {
            return null;
        }

        var beside = $"{Path.GetFullPath(sqlite.Path)}.key";
        if (File.Exists(beside))
        {
            return Read(beside);
        }

        return hasSecrets
            ? throw new StartException(
                StartFailure.Settings,
                ErrorCodes.SecretsKeyMissing,
                $"The store has secrets, and the file {beside} with their key is missing. Put it back from a backup, or set {KeySettings} to the key "
                    + "that was used so far."
            )
            : Guarded(beside, "made", () => Make(beside));
    }

    private static SecretKey Read(string file) =>
        SecretsReader.KeyOf(Guarded(file, "read", () => File.ReadAllText(file)))
        ?? throw new StartException(
            StartFailure.Settings,
            ErrorCodes.InvalidSetting,
            $"The file {file} ({SettingKeys.SecretsKeyFile}) holds no key; expected {SecretsReader.Expected}."
        );

    private static T Guarded<T>(string file, string done, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartException(
                StartFailure.Settings,
                ErrorCodes.InvalidSetting,
                $"The file {file} ({SettingKeys.SecretsKeyFile}) cannot be {done}: {error.Message} Expected a file with {SecretsReader.Expected}.",
                error
            );
        }
    }

    /// <summary>Whole or not at all: a key of which a part is missing would be found again at the next start.</summary>
    private static SecretKey Make(string file)
    {
        var bytes = RandomNumberGenerator.GetBytes(SecretKey.Bytes);
        var half = $"{file}.new";
        File.Delete(half);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(half, options))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes($"{Convert.ToBase64String(bytes)}\n"));
            stream.Flush(flushToDisk: true);
        }

        File.Move(half, file);
        return new SecretKey(bytes);
    }
}
