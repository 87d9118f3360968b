using System.Text;
using System.Text.Json;
using ActorJobs.Hocon;
using ActorJobs.Persistence.Sql.Postgres;
using ActorJobs.Server.Start;

namespace ActorJobs.Server.Settings;

/// <summary>Shows every setting with the value that it has and where that was written. Passwords are left out; without them, the text is HOCON.</summary>
public static class SettingsListing
{
    private const string Hidden = "(not shown)";

    private static readonly HashSet<HoconPath> Secrets =
    [
        SettingKeys.AccessAdminToken.Path,
        SettingKeys.ClusterSecret.Path,
        SettingKeys.SecretsKey.Path,
    ];

    /// <summary>Makes the list.</summary>
    /// <exception cref="StartException">Something is wrong with the settings.</exception>
    public static string Of(SettingSources sources)
    {
        SettingsReader.Read(sources);
        var root = SettingLayers.Read(sources, []);
        var rows = ReferenceSettings
            .All.Select(setting => root.TryFind(setting.Path, out var value) ? (HoconScalar)value : setting.Default)
            .Zip(ReferenceSettings.All, (value, setting) => ($"{setting.Path} = {Shown(setting, value)}", Place(value)))
            .ToList();
        var width = rows.Max(row => row.Item1.Length);
        var text = new StringBuilder();
        foreach (var (assignment, place) in rows)
        {
            text.Append(assignment.PadRight(width)).Append("  # ").Append(place).Append('\n');
        }

        return text.ToString();
    }

    private static string Shown(ReferenceSetting setting, HoconScalar value) =>
        value.ScalarKind != HoconScalarKind.Text ? value.Text
        : setting.Path.Equals(SettingKeys.PostgresConnectionString.Path) ? Quoted(PostgresStoreOptions.WithoutPassword(value.Text))
        : value.Text.Length > 0 && Secrets.Contains(setting.Path) ? Quoted(Hidden)
        : Quoted(value.Text);

    private static string Quoted(string text) =>
        $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static string Place(HoconScalar value) => value.From is { } from ? $"{value.Origin}, from {from}" : $"{value.Origin}";
}
