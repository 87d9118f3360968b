namespace ActorJobs.Benchmarks;

/// <summary>What is computed of samples.</summary>
internal static class Figures
{
    /// <summary>The value below or at which a share of the samples lies (nearest rank).</summary>
    /// <param name="samples">At least one.</param>
    /// <param name="share">From 0 to 1.</param>
    public static double Percentile(IEnumerable<double> samples, double share)
    {
        var sorted = samples.Order().ToArray();
        return Round(sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)]);
    }

    /// <summary>The middle one of the samples.</summary>
    public static double Median(IEnumerable<double> samples) => Percentile(samples, 0.5);

    /// <summary>Two digits behind the point are more than these machines give.</summary>
    public static double Round(double value) => Math.Round(value, 2);
}
