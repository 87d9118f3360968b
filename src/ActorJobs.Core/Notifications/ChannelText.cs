using System.Text.Json;
using System.Text.RegularExpressions;
using ActorJobs.Core.Text;
using ActorJobs.Errors;

namespace ActorJobs.Core.Notifications;

/// <summary>Reads and writes the channels in the settings of an app.</summary>
internal static partial class ChannelText
{
    public const string Channels = "channels";
    public const string Url = "url";
    public const string Headers = "headers";
    public const string Sign = "sign";

    private const string Type = "type";
    private const string Secret = "$secret";
    private const int LongestUrl = 2000;
    private const int MostHeaders = 50;
    private const int LongestHeader = 4000;

    private static readonly string[] s_all = [Type, Url, Headers, Sign];
    private static readonly string[] s_types = ["webhook"];

    /// <summary>What the server itself says in each request.</summary>
    private static readonly HashSet<string> s_own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host",
        "Content-Type",
        "Content-Length",
        "Transfer-Encoding",
        "Connection",
        "Expect",
        "ActorJobs-Notification",
        "ActorJobs-Signature",
    };

    /// <summary>The channels by name; none if the field is not given. Those that are wrong are left out.</summary>
    public static IReadOnlyDictionary<string, Channel> Read(JsonFields fields, List<FieldError> errors)
    {
        var channels = new SortedDictionary<string, Channel>(StringComparer.Ordinal);
        foreach (var (name, element, path) in Members(fields, Channels, errors))
        {
            if (!NameText.IsValid(name))
            {
                errors.Add(new FieldError(path, ErrorCodes.InvalidName, $"Found '{name}'; {NameText.Expected}."));
            }

            if (Read(element, path, errors) is { } channel)
            {
                channels[name] = channel;
            }
        }

        if (channels.Count > Channel.MostOfAnApp)
        {
            fields.Refuse(Channels, ErrorCodes.OutOfRange, $"Found {channels.Count} channels; expected {Channel.MostOfAnApp} at most.");
        }

        return channels;
    }

    public static void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, Channel> channels)
    {
        if (channels.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(Channels);
        foreach (var (name, channel) in channels)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(channel.Text);
        }

        writer.WriteEndObject();
    }

    private static Channel? Read(JsonElement element, string path, List<FieldError> errors)
    {
        if (JsonFields.Read(element, path, errors, s_all) is not { } fields)
        {
            return null;
        }

        fields.Required(Type);
        fields.OneOf(Type, s_types);
        CheckUrl(fields);
        var headers = Members(fields, Headers, errors);
        foreach (var (name, value, header) in headers)
        {
            CheckHeader(name, value, header, errors);
        }

        if (headers.Count > MostHeaders)
        {
            fields.Refuse(Headers, ErrorCodes.OutOfRange, $"Found {headers.Count} headers; expected {MostHeaders} at most.");
        }

        if (fields.Raw(Sign) is { } sign && !IsMarker(sign, fields.PathOf(Sign), errors))
        {
            fields.Refuse(Sign, ErrorCodes.WrongType, "Expected the name of a secret of the app, as {\"$secret\":\"NAME\"}.");
        }

        if (!JsonText.TryWrite(element, out _))
        {
            errors.Add(new FieldError(path, ErrorCodes.InvalidValue, JsonText.BrokenUnicode));
            return null;
        }

        return new Channel(JsonText.Write(writer => Write(writer, fields)));
    }

    private static void Write(Utf8JsonWriter writer, JsonFields fields)
    {
        writer.WriteStartObject();
        foreach (var field in s_all)
        {
            if (fields.Raw(field) is { } value)
            {
                writer.WritePropertyName(field);
                value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static void CheckUrl(JsonFields fields)
    {
        fields.Required(Url);
        if (fields.Text(Url, "https://example.com/hook") is not { } text)
        {
            return;
        }

        if (
            text.Length > LongestUrl
            || !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            || url.Host.Length == 0
        )
        {
            fields.Refuse(
                Url,
                ErrorCodes.InvalidValue,
                $"Found '{text}'; expected an address that begins with https:// or http://, of {LongestUrl} characters at most."
            );
        }
        else if (url.UserInfo.Length > 0)
        {
            fields.Refuse(
                Url,
                ErrorCodes.InvalidValue,
                "The address holds a name or password before the host, which everybody would see. Give it as a header: {\"Authorization\": {\"$secret\":\"NAME\"}}."
            );
        }
    }

    private static void CheckHeader(string name, JsonElement value, string path, List<FieldError> errors)
    {
        if (!HeaderName().IsMatch(name) || s_own.Contains(name))
        {
            var why = s_own.Contains(name) ? "a header that the server sends itself" : "no name of a header";
            errors.Add(new FieldError(path, ErrorCodes.InvalidName, $"'{name}' is {why}; expected another one, such as Authorization."));
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            var text = value.GetString()!;
            if (text.Length > LongestHeader || text.Any(static character => character is < ' ' or > '~'))
            {
                errors.Add(
                    new FieldError(
                        path,
                        ErrorCodes.InvalidValue,
                        $"Found a value that a header cannot have; expected {LongestHeader} ASCII characters at most, and no control characters."
                    )
                );
            }
        }
        else if (!IsMarker(value, path, errors))
        {
            errors.Add(
                new FieldError(
                    path,
                    ErrorCodes.WrongType,
                    $"Found {JsonFields.Kind(value)}; expected a text, or a secret of the app as {{\"$secret\":\"NAME\"}}."
                )
            );
        }
    }

    /// <summary>Whether the value is the marker of a secret. If it is, and the name in it is none, that is an error.</summary>
    private static bool IsMarker(JsonElement value, string path, List<FieldError> errors)
    {
        if (
            value.ValueKind != JsonValueKind.Object
            || value.GetPropertyCount() != 1
            || !value.TryGetProperty(Secret, out var name)
            || name.ValueKind != JsonValueKind.String
        )
        {
            return false;
        }

        if (!NameText.IsValid(name.GetString()!))
        {
            errors.Add(new FieldError($"{path}.{Secret}", ErrorCodes.InvalidName, $"Found '{name.GetString()}'; {NameText.Expected}."));
        }

        return true;
    }

    /// <summary>The members of an object whose names are the user's; none if the field is not given, or no object.</summary>
    private static List<(string Name, JsonElement Value, string Path)> Members(JsonFields fields, string field, List<FieldError> errors)
    {
        var members = new List<(string Name, JsonElement Value, string Path)>();
        if (fields.Raw(field) is not { } element)
        {
            return members;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            fields.Refuse(field, ErrorCodes.WrongType, $"Found {JsonFields.Kind(element)}; expected an object such as {{\"NAME\": …}}.");
            return members;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var path = $"{fields.PathOf(field)}.{member.Name}";
            if (names.Add(member.Name))
            {
                members.Add((member.Name, member.Value, path));
            }
            else
            {
                errors.Add(new FieldError(path, ErrorCodes.DuplicateField, $"'{member.Name}' stands twice in its object."));
            }
        }

        return members;
    }

    [GeneratedRegex("^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$", RegexOptions.None, 1000)]
    private static partial Regex HeaderName();
}
