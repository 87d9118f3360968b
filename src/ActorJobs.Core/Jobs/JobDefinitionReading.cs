using System.Diagnostics.CodeAnalysis;
using ActorJobs.Errors;

namespace ActorJobs.Core.Jobs;

/// <summary>A job definition that was read, or all that is wrong with it.</summary>
/// <param name="Definition">Null if there are errors.</param>
/// <param name="Params">The params as JSON text in one line; <c>{}</c> if none were given.</param>
/// <param name="Errors">None if there is a definition.</param>
public sealed record JobDefinitionReading(JobDefinition? Definition, string Params, IReadOnlyList<FieldError> Errors)
{
    /// <summary>Whether there is a definition.</summary>
    [MemberNotNullWhen(true, nameof(Definition))]
    public bool Succeeded => Definition is not null;
}
