using ActorJobs.Core.Text;

namespace ActorJobs.Core.Workflows.Instances;

/// <summary>What becomes of a node when it is approved or rejected.</summary>
internal static class ApprovalText
{
    /// <summary>The result of an approved node: <c>{"by": …, "note": …}</c>; who is null if nobody was.</summary>
    public static string Result(ApprovalGiven given) =>
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("by", given.By);
            writer.WriteString("note", given.Note);
            writer.WriteEndObject();
        });

    /// <summary>Why a rejected node has failed.</summary>
    public static NodeFailure Rejection(ApprovalGiven given) =>
        new("Rejected", given.By is null ? given.Note : $"{given.By} rejected it{(given.Note.Length > 0 ? $": {given.Note}" : "")}");
}
