using System.Globalization;
using System.Text.Json;
using ActorJobs.Errors;
using NodaTime;

namespace ActorJobs.Core.Text;

/// <summary>
/// Reads the fields of a JSON object into typed values. What is wrong is added to a list of errors, with the path of the field, and reading goes on,
/// so that a user learns of all his errors at once. A field that is null counts as not given.
/// </summary>
public sealed class JsonFields
{
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly List<FieldError> _errors;

    private JsonFields(string path, List<FieldError> errors) => (_path, _errors) = (path, errors);

    /// <summary>The names of the fields that are given and known.</summary>
    public IEnumerable<string> Given => _values.Keys;

    /// <summary>Takes an object apart, and refuses fields that it does not have, by name with the nearest one that it has.</summary>
    /// <param name="element">The object; anything else is refused, and gives null.</param>
    /// <param name="path">Its own path; empty for the whole body.</param>
    /// <param name="errors">Where errors are added.</param>
    /// <param name="valid">The names of the fields that it can have.</param>
    public static JsonFields? Read(JsonElement element, string path, List<FieldError> errors, IReadOnlyList<string> valid)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(
                new FieldError(path, ErrorCodes.WrongType, $"Found {Kind(element)}; expected an object such as {{\"{valid[0]}\": …}}.")
            );
            return null;
        }

        var fields = new JsonFields(path, errors);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            fields.Take(property, seen, valid);
        }

        return fields;
    }

    /// <summary>What was found, for a message: the kind of a JSON value.</summary>
    public static string Kind(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            JsonValueKind.True or JsonValueKind.False => "a truth value",
            _ => "null",
        };

    /// <summary>The path of a field of this object.</summary>
    public string PathOf(string field) => _path.Length == 0 ? field : $"{_path}.{field}";

    /// <summary>Adds an error for a field of this object.</summary>
    public void Refuse(string field, string code, string message) => _errors.Add(new FieldError(PathOf(field), code, message));

    /// <summary>The raw value of a field; null if it is not given.</summary>
    public JsonElement? Raw(string field) => _values.TryGetValue(field, out var value) ? value : null;

    /// <summary>The raw value of a field that must be given; null, and an error, if it is not.</summary>
    public JsonElement? Required(string field)
    {
        var value = Raw(field);
        if (value is null)
        {
            Refuse(field, ErrorCodes.MissingField, $"The field '{field}' is missing.");
        }

        return value;
    }

    /// <summary>The elements of an array with their paths; none if the field is not given.</summary>
    public IReadOnlyList<(JsonElement Element, string Path)> Array(string field) =>
        Raw(field) is { } value && Is(field, value, JsonValueKind.Array, "an array such as [ … ]")
            ? [.. value.EnumerateArray().Select((element, index) => (element, $"{PathOf(field)}[{index}]"))]
            : [];

    /// <summary>A text; null if it is not given, or none.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="example">A right one, for the message about a value of another type.</param>
    public string? Text(string field, string example = "some text") =>
        Raw(field) is { } value && Is(field, value, JsonValueKind.String, $"a text such as \"{example}\"") ? value.GetString() : null;

    /// <summary>A truth value; null if it is not given, or none.</summary>
    public bool? Flag(string field)
    {
        if (Raw(field) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Refuse(field, ErrorCodes.WrongType, $"Found {Kind(value)}; expected true or false.");
        return null;
    }

    /// <summary>A whole number within its limits; null if it is not given, or none.</summary>
    public int? Number(string field, int min, int max)
    {
        if (Raw(field) is not { } value || !Is(field, value, JsonValueKind.Number, $"a number such as {min}"))
        {
            return null;
        }

        if (value.TryGetInt32(out var number) && number >= min && number <= max)
        {
            return number;
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"Found {value.GetRawText()}; expected a whole number from {min} to {max}.");
        Refuse(field, ErrorCodes.OutOfRange, text);
        return null;
    }

    /// <summary>A number within its limits, with decimals or without; null if it is not given, or none.</summary>
    public double? Fraction(string field, double min, double max)
    {
        if (
            Raw(field) is not { } value
            || !Is(field, value, JsonValueKind.Number, string.Create(CultureInfo.InvariantCulture, $"a number such as {max}"))
        )
        {
            return null;
        }

        if (value.TryGetDouble(out var number) && number >= min && number <= max)
        {
            return number;
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"Found {value.GetRawText()}; expected a number from {min} to {max}.");
        Refuse(field, ErrorCodes.OutOfRange, text);
        return null;
    }

    /// <summary>One of several words; null if it is not given, or another.</summary>
    public T? Choice<T>(string field, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (Text(field, words.Keys.First()) is not { } text)
        {
            return null;
        }

        if (words.TryGetValue(text, out var value))
        {
            return value;
        }

        Refuse(field, ErrorCodes.InvalidValue, NotAmong(text, words.Keys));
        return null;
    }

    /// <summary>One of several texts, of which the first is the default.</summary>
    public string OneOf(string field, IReadOnlyList<string> valid)
    {
        var text = Text(field) ?? valid[0];
        if (!valid.Contains(text, StringComparer.Ordinal))
        {
            Refuse(field, ErrorCodes.InvalidValue, NotAmong(text, valid));
        }

        return text;
    }

    /// <summary>An array of words, one at least; null if it is not given. Those that are wrong are left out.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="words">Those that there are.</param>
    /// <param name="empty">The message about an array without words.</param>
    public IReadOnlyList<T>? Choices<T>(string field, IReadOnlyDictionary<string, T> words, string empty)
        where T : struct
    {
        if (Raw(field) is not { } array)
        {
            return null;
        }

        var chosen = new List<T>();
        foreach (var (element, path) in Array(field))
        {
            var text = element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
            if (element.ValueKind == JsonValueKind.String && words.TryGetValue(text, out var value))
            {
                chosen.Add(value);
            }
            else
            {
                _errors.Add(new FieldError(path, ErrorCodes.InvalidValue, NotAmong(text, words.Keys)));
            }
        }

        if (array.ValueKind == JsonValueKind.Array && array.GetArrayLength() == 0)
        {
            Refuse(field, ErrorCodes.InvalidValue, empty);
        }

        return chosen;
    }

    /// <summary>A name as <see cref="NameText"/> has it; null if it is not given, or none.</summary>
    public string? Name(string field)
    {
        if (Text(field, "hello") is not { } text)
        {
            return null;
        }

        if (NameText.IsValid(text))
        {
            return text;
        }

        Refuse(field, ErrorCodes.InvalidName, $"Found '{text}'; {NameText.Expected}.");
        return null;
    }

    /// <summary>A size of so many bytes or more; null if it is not given, or none.</summary>
    public long? Size(string field, long min)
    {
        if (Text(field, "512MiB") is not { } text)
        {
            return null;
        }

        if (SizeText.Parse(text) is not { } size)
        {
            Refuse(field, ErrorCodes.InvalidValue, $"Found '{text}'; {SizeText.Expected}.");
            return null;
        }

        if (size >= min)
        {
            return size;
        }

        Refuse(field, ErrorCodes.OutOfRange, $"Found '{text}'; expected a size of {SizeText.Format(min)} or more.");
        return null;
    }

    /// <summary>A duration within its limits; null if it is not given, or none.</summary>
    public Duration? Duration(string field, Duration min, Duration max)
    {
        if (Text(field, "10s") is not { } text)
        {
            return null;
        }

        if (!DurationText.TryParse(text, out var duration))
        {
            Refuse(field, ErrorCodes.InvalidDuration, $"Found '{text}'; {DurationText.Expected}.");
            return null;
        }

        if (duration >= min && duration <= max)
        {
            return duration;
        }

        Refuse(
            field,
            ErrorCodes.OutOfRange,
            $"Found '{text}'; expected a duration from {DurationText.Format(min)} to {DurationText.Format(max)}."
        );
        return null;
    }

    /// <summary>An instant; null if it is not given, or none.</summary>
    public Instant? Instant(string field)
    {
        if (Text(field, "2026-12-01T03:00:00Z") is not { } text)
        {
            return null;
        }

        if (InstantText.TryParse(text, out var instant))
        {
            return instant;
        }

        Refuse(field, ErrorCodes.InvalidTime, $"Found '{text}'; {InstantText.Expected}.");
        return null;
    }

    private void Take(JsonProperty property, HashSet<string> seen, IReadOnlyList<string> valid)
    {
        if (!seen.Add(property.Name))
        {
            Refuse(property.Name, ErrorCodes.DuplicateField, $"The field '{property.Name}' stands twice in its object.");
        }
        else if (!valid.Contains(property.Name, StringComparer.Ordinal))
        {
            Refuse(
                property.Name,
                ErrorCodes.UnknownField,
                $"There is no field '{property.Name}'; expected one of {string.Join(", ", valid)}.{NearMatches.Hint(property.Name, valid)}"
            );
        }
        else if (property.Value.ValueKind != JsonValueKind.Null)
        {
            _values.Add(property.Name, property.Value);
        }
    }

    private static string NotAmong(string text, IEnumerable<string> words) =>
        $"Found '{text}'; expected one of {string.Join(", ", words)}.{NearMatches.Hint(text, words)}";

    private bool Is(string field, JsonElement value, JsonValueKind kind, string expected)
    {
        if (value.ValueKind == kind)
        {
            return true;
        }

        Refuse(field, ErrorCodes.WrongType, $"Found {Kind(value)}; expected {expected}.");
        return false;
    }
}
