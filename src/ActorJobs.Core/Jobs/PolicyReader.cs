using ActorJobs.Core.Text;
using ActorJobs.Errors;

namespace ActorJobs.Core.Jobs;

/// <summary>Reads the policies of a job from the fields <c>misfire</c> and <c>overlap</c>, wherever an object has them.</summary>
public static class PolicyReader
{
    /// <summary>The misfire policy; the default for what is not given, or wrong.</summary>
    public static MisfirePolicy Misfire(JsonFields fields, List<FieldError> errors)
    {
        var standard = MisfirePolicy.Default;
        if (
            fields.Raw(JobFields.Misfire) is not { } element
            || JsonFields.Read(element, fields.PathOf(JobFields.Misfire), errors, JobFields.OfMisfire) is not { } misfire
        )
        {
            return standard;
        }

        return new MisfirePolicy(
            misfire.Choice(JobFields.Policy, JobFields.MisfireKinds) ?? standard.Kind,
            misfire.Duration(JobFields.Window, MisfirePolicy.ShortestWindow, MisfirePolicy.LongestWindow) ?? standard.Window,
            misfire.Number(JobFields.Max, 1, JobFields.MostRuns) ?? standard.Max
        );
    }

    /// <summary>The overlap policy; the default for what is not given, or wrong.</summary>
    public static OverlapPolicy Overlap(JsonFields fields, List<FieldError> errors)
    {
        var standard = OverlapPolicy.Default;
        if (
            fields.Raw(JobFields.Overlap) is not { } element
            || JsonFields.Read(element, fields.PathOf(JobFields.Overlap), errors, JobFields.OfOverlap) is not { } overlap
        )
        {
            return standard;
        }

        return new OverlapPolicy(
            overlap.Choice(JobFields.Policy, JobFields.OverlapKinds) ?? standard.Kind,
            overlap.Number(JobFields.Max, 1, JobFields.MostRuns) ?? standard.Max
        );
    }
}
