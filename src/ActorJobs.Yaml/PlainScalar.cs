using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ActorJobs.Yaml;

/// <summary>Types of what stands without quotes: the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema).</summary>
internal static partial class PlainScalar
{
    /// <exception cref="FormatException">It is a number that JSON does not have.</exception>
    public static JsonNode? Read(string text) =>
        text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => JsonValue.Create(true),
            "false" or "False" or "FALSE" => JsonValue.Create(false),
            _ => ReadNumber(text),
        };

    private static JsonValue? ReadNumber(string text)
    {
        if (NotFinite().IsMatch(text))
        {
            throw new FormatException($"Found {text}, a number that JSON does not have; expected a finite one, or a text in quotes.");
        }

        if (OtherBase().Match(text) is { Success: true } other)
        {
            return Number(ToDecimal(other.Groups["digits"].Value, text[1] == 'x' ? 16 : 8));
        }

        if (Decimal().Match(text) is not { Success: true } match)
        {
            return JsonValue.Create(text);
        }

        // JSON takes no plus sign, no leading zeros, and no point without digits on both sides. All digits stay as they are written.
        var sign = text[0] == '-' ? "-" : "";
        var whole = match.Groups["whole"].Value.TrimStart('0');
        var fraction = match.Groups["fraction"].Value;
        return Number(
            $"{sign}{(whole.Length == 0 ? "0" : whole)}{(fraction.Length == 0 ? "" : "." + fraction)}{match.Groups["exponent"].Value}"
        );
    }

    private static string ToDecimal(string digits, int @base)
    {
        const int mostDigits = 100;
        return digits.Length <= mostDigits
            ? digits
                .Aggregate(BigInteger.Zero, (number, digit) => number * @base + Convert.ToInt32(digit.ToString(), 16))
                .ToString(CultureInfo.InvariantCulture)
            : throw new FormatException($"Found a number of {digits.Length} digits; expected {mostDigits} at most.");
    }

    private static JsonValue? Number(string json) => JsonValue.Create(JsonElement.Parse(json));

    [GeneratedRegex(@"^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotFinite();

    [GeneratedRegex(@"^(0o(?<digits>[0-7]+)|0x(?<digits>[0-9a-fA-F]+))\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OtherBase();

    [GeneratedRegex(
        @"^[-+]?(\.(?<fraction>[0-9]+)|(?<whole>[0-9]+)(\.(?<fraction>[0-9]*))?)(?<exponent>[eE][-+]?[0-9]+)?\z",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Decimal();
}
