using ActorJobs.Scheduler.Secrets;

namespace ActorJobs.Server.Settings;

/// <summary>Reads what the values of secrets are encrypted with.</summary>
internal static class SecretsReader
{
    /// <summary>What a text with a key is, for messages.</summary>
    public static readonly string Expected =
        $"{SecretKey.Bytes} random bytes in base64, such as what 'openssl rand -base64 {SecretKey.Bytes}' prints";

    /// <summary>Reads it.</summary>
    public static SecretSettings Read(SettingValues values)
    {
        var (text, file) = (values.Text(SettingKeys.SecretsKey), values.Text(SettingKeys.SecretsKeyFile));
        if (text.Length > 0 && file.Length > 0)
        {
            values.RefuseTogether([SettingKeys.SecretsKey, SettingKeys.SecretsKeyFile], "each of them is the key; give only one of them");
        }

        var key = KeyOf(text);
        if (text.Length > 0 && key is null)
        {
            values.Refuse(SettingKeys.SecretsKey, $"expected {Expected}.");
        }

        return new SecretSettings(key, file);
    }

    /// <summary>The key that a text is; null if it is none.</summary>
    public static SecretKey? KeyOf(string text)
    {
        Span<byte> bytes = stackalloc byte[SecretKey.Bytes + 1];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var count) && count == SecretKey.Bytes
            ? new SecretKey(bytes[..count])
            : null;
    }
}
