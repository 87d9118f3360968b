using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using ActorJobs.Core.Text;

namespace ActorJobs.Core.Secrets;

/// <summary>Takes the values of secrets that a run was given out of what its worker says of it.</summary>
public sealed partial class SecretMask
{
    /// <summary>Values with fewer characters stay: they may stand in a text by chance.</summary>
    public const int FewestCharacters = 8;

    private const string Shown = "***";

    private readonly string[] _hidden;

    /// <param name="values">What is taken out, also as it stands in a JSON string.</param>
    public SecretMask(IEnumerable<string> values) =>
        _hidden = [
            .. values
                .Where(static value => value.Length >= FewestCharacters)
                .SelectMany(static value =>
                    (string[])[value, InJson(value, JavaScriptEncoder.Default), InJson(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)]
                )
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(static hidden => hidden.Length),
        ];

    /// <summary>A text without the values, also without the beginning of one at which the text was cut.</summary>
    public string Hide(string text)
    {
        var masked = _hidden.Aggregate(text, static (rest, hidden) => rest.Replace(hidden, Shown, StringComparison.Ordinal));
        return Cut().Match(masked) is { Success: true, Index: var end } ? $"{HideAtEnd(masked[..end])}{masked[end..]}" : masked;
    }

    /// <summary>JSON, or nothing, without the values, however its strings are written.</summary>
    public string HideInJson(string json)
    {
        if (json.Length == 0)
        {
            return json;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return Holds(document.RootElement) ? JsonText.Write(writer => Write(document.RootElement, writer)) : json;
        }
        catch (JsonException)
        {
            return Hide(json);
        }
    }

    private static string InJson(string value, JavaScriptEncoder encoder) => JsonEncodedText.Encode(value, encoder).Value;

    private string HideAtEnd(string text)
    {
        foreach (var hidden in _hidden)
        {
            for (var length = Math.Min(hidden.Length, text.Length); length >= FewestCharacters; length--)
            {
                if (text.AsSpan().EndsWith(hidden.AsSpan(0, length), StringComparison.Ordinal))
                {
                    return $"{text.AsSpan(0, text.Length - length)}{Shown}";
                }
            }
        }

        return text;
    }

    private bool Holds(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Any(member => IsHidden(member.Name) || Holds(member.Value)),
            JsonValueKind.Array => element.EnumerateArray().Any(Holds),
            JsonValueKind.String => IsHidden(element.GetString()!),
            JsonValueKind.Number => IsHidden(element.GetRawText()),
            _ => false,
        };

    private bool IsHidden(string text) => Hide(text) != text;

    private void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject())
                {
                    writer.WritePropertyName(Hide(member.Name));
                    Write(member.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Hide(element.GetString()!));
                break;
            case JsonValueKind.Number when IsHidden(element.GetRawText()):
                writer.WriteStringValue(Shown);
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    /// <summary>How a worker ends a text that was too long: see <c>MessageLimits.Cut</c>.</summary>
    [GeneratedRegex(@"… \([0-9]+ more characters\)\z", RegexOptions.None, 1000)]
    private static partial Regex Cut();
}
