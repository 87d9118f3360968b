using System.Globalization;

namespace ActorJobs.TestKit.Probes;

/// <summary>What probes say in their failures.</summary>
internal static class ProbeText
{
    private const int Longest = 500;

    /// <summary>A message with its type, cut off where it is long.</summary>
    public static string Of(object? message)
    {
        if (message is null)
        {
            return "null";
        }

        var type = message.GetType().Name;
        var text = message is string words ? $"\"{words}\"" : message.ToString() ?? "";
        // Records name their type themselves.
        var shown = text.StartsWith(type, StringComparison.Ordinal) ? text : $"{type} {text}";
        return shown.Length <= Longest ? shown : $"{shown[..Longest]}… ({shown.Length} characters)";
    }

    /// <summary>A span of time in words.</summary>
    public static string Of(TimeSpan time) =>
        time < TimeSpan.FromMinutes(1)
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s")
            : time.ToString("c", CultureInfo.InvariantCulture);
}
