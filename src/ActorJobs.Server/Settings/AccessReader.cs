using ActorJobs.Errors;
using ActorJobs.Server.Access;

namespace ActorJobs.Server.Settings;

/// <summary>Reads who may come in. What others can reach is never open: that is no setting.</summary>
internal static class AccessReader
{
    private enum Wish
    {
        Automatic,
        On,
        Off,
    }

    /// <summary>Reads it.</summary>
    /// <param name="values">The settings.</param>
    /// <param name="isReachable">Whether others can reach the server.</param>
    public static AccessSettings Read(SettingValues values, bool isReachable)
    {
        var wish = values.OneOf(SettingKeys.AccessRequired, ("automatic", Wish.Automatic), ("true", Wish.On), ("false", Wish.Off));
        if (wish == Wish.Off && isReachable)
        {
            values.Refuse(
                SettingKeys.AccessRequired,
                $"others can reach the server ({SettingKeys.HttpAddress}, or {SettingKeys.TlsTerminatedInFront}), and could do "
                    + $"all that there is without a token. Leave {SettingKeys.AccessRequired} away, or listen on a loopback address, such as 127.0.0.1.",
                ErrorCodes.AccessOpen
            );
        }

        var token = ReadSecret(values, SettingKeys.AccessAdminToken);
        var secret = ReadSecret(values, SettingKeys.ClusterSecret);
        return new AccessSettings(
            wish == Wish.On || (wish == Wish.Automatic && isReachable),
            token.Length == 0 ? default : AccessText.Hash(token).AsMemory()
        )
        {
            ClusterSecret = secret,
        };
    }

    /// <summary>Looks whether the nodes of a cluster that others can reach know each other.</summary>
    public static void CheckNodes(SettingValues values, AccessSettings access)
    {
        if (access.IsRequired && access.ClusterSecret.Length == 0)
        {
            values.Refuse(
                SettingKeys.ClusterSecret,
                $"whoever reaches a node could pass for another one. Expected a text of {AccessText.FewestCharacters} characters or more, the same on every "
                    + "node, such as what 'openssl rand -hex 32' prints."
            );
        }
    }

    /// <summary>A text that people choose, and nobody shall guess; empty if it is not given.</summary>
    private static string ReadSecret(SettingValues values, SettingKey key)
    {
        var text = values.Text(key);
        if (text.Length is > 0 and < AccessText.FewestCharacters)
        {
            values.Refuse(
                key,
                $"found {text.Length} characters, expected {AccessText.FewestCharacters} or more, such as what 'openssl rand -hex 32' prints."
            );
        }

        return text;
    }
}
