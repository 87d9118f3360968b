using System.Text.Json;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using NodaTime;

namespace ActorJobs.Core.Notifications;

/// <summary>Reads and writes the field <c>notify</c> of an app's settings, a job and a workflow.</summary>
internal static class NotifyText
{
    public const string Notify = "notify";
    public const string Failure = "failure";
    public const string Waiting = "waiting";

    private const string WaitingAfter = "waitingAfter";
    private const string Every = "every";

    private static readonly Duration s_least = Duration.FromSeconds(1);
    private static readonly Duration s_most = Duration.FromDays(7);
    private static readonly string[] s_all = [Failure, Waiting, WaitingAfter, Every];

    /// <summary>The policy; none where it is not given, or wrong.</summary>
    public static NotifyPolicy Read(JsonFields fields, List<FieldError> errors) =>
        fields.Raw(Notify) is { } element && JsonFields.Read(element, fields.PathOf(Notify), errors, s_all) is { } notify
            ? new NotifyPolicy(
                Names(notify, Failure, errors),
                Names(notify, Waiting, errors),
                notify.Duration(WaitingAfter, s_least, s_most),
                notify.Duration(Every, s_least, s_most)
            )
            : NotifyPolicy.None;

    /// <summary>Adds an error for each channel that is not there.</summary>
    public static void RefuseUnknown(NotifyPolicy policy, IReadOnlyDictionary<string, Channel> channels, List<FieldError> errors)
    {
        foreach (var (channel, field) in policy.Channels.Where(named => !channels.ContainsKey(named.Channel)))
        {
            errors.Add(
                new FieldError(
                    field,
                    ErrorCodes.UnknownChannel,
                    $"There is no channel '{channel}' in the field {ChannelText.Channels}.{NearMatches.Hint(channel, channels.Keys)}"
                )
            );
        }
    }

    public static void Write(Utf8JsonWriter writer, NotifyPolicy policy)
    {
        if (policy == NotifyPolicy.None)
        {
            return;
        }

        writer.WriteStartObject(Notify);
        Write(writer, Failure, policy.Failure);
        Write(writer, Waiting, policy.Waiting);
        Write(writer, WaitingAfter, policy.WaitingAfter);
        Write(writer, Every, policy.Every);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string field, IReadOnlyList<string>? channels)
    {
        if (channels is null)
        {
            return;
        }

        writer.WriteStartArray(field);
        foreach (var channel in channels)
        {
            writer.WriteStringValue(channel);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string field, Duration? duration)
    {
        if (duration is { } given)
        {
            writer.WriteString(field, DurationText.Format(given));
        }
    }

    private static List<string>? Names(JsonFields notify, string field, List<FieldError> errors)
    {
        if (notify.Raw(field) is null)
        {
            return null;
        }

        var names = new List<string>();
        foreach (var (element, path) in notify.Array(field))
        {
            var name = element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
            if (element.ValueKind != JsonValueKind.String || !NameText.IsValid(name))
            {
                errors.Add(new FieldError(path, ErrorCodes.InvalidName, $"Found '{name}'; {NameText.Expected}."));
            }
            else if (names.Contains(name, StringComparer.Ordinal))
            {
                errors.Add(new FieldError(path, ErrorCodes.DuplicateName, $"The channel '{name}' stands twice in the list."));
            }
            else
            {
                names.Add(name);
            }
        }

        return names;
    }
}
