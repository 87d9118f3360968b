using System.Text.Json;
using ActorJobs.Core.Text;
using ActorJobs.Server.Facade.Views;
using NodaTime;

namespace ActorJobs.Server.Notifications;

/// <summary>What became of one try to deliver a notification.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Delivered">Whether the receiver has taken it.</param>
/// <param name="Problem">What was wrong, and what to do; null if it was delivered.</param>
/// <param name="Address">Where it went, without the query; null if it went nowhere.</param>
/// <param name="Status">Of the answer; null if there was none.</param>
/// <param name="ContentType">Of the answer's body; null if there was none.</param>
/// <param name="Body">How the answer's body begins; null if there was none.</param>
internal sealed record Receipt(
    Instant At,
    bool Delivered,
    string? Problem,
    string? Address = null,
    int? Status = null,
    string? ContentType = null,
    string? Body = null
)
{
    /// <summary>As it is stored.</summary>
    public string Write() => JsonSerializer.Serialize(this, FacadeJson.Options);

    /// <summary>From what is stored; null if nothing is.</summary>
    public static Receipt? Read(string? text)
    {
        if (text is null)
        {
            return null;
        }

        using var json = JsonDocument.Parse(text);
        var root = json.RootElement;
        return new Receipt(
            InstantText.TryParse(TextOf("at"), out var at) ? at : default,
            root.GetProperty("delivered").GetBoolean(),
            TextOf("problem"),
            TextOf("address"),
            root.TryGetProperty("status", out var status) ? status.GetInt32() : null,
            TextOf("contentType"),
            TextOf("body")
        );

        string? TextOf(string field) => root.TryGetProperty(field, out var value) ? value.GetString() : null;
    }
}
