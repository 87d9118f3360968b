using System.Globalization;

namespace ActorJobs.Worker.Attempts;

/// <summary>Spans of time in words.</summary>
internal static class Spans
{
    /// <summary>Such as <c>1.5 s</c>, or <c>02:00:00</c> from a minute on.</summary>
    public static string Words(TimeSpan span) =>
        span < TimeSpan.FromMinutes(1)
            ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###} s")
            : span.ToString("c", CultureInfo.InvariantCulture);
}
