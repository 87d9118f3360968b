using ActorJobs.Actors;
using ActorJobs.Protocol;

namespace ActorJobs.Server.Nodes;

/// <summary>Why an entity gave no reply, on its way between nodes.</summary>
internal static class EntityFailures
{
    /// <summary>The wire form of a failure. What is none of an entity's own may have been anything.</summary>
    public static EntityFailure Write(Exception reason) =>
        new()
        {
            Kind = reason switch
            {
                EntityUnavailableException => EntityFailureKind.Unavailable,
                PoisonMessageException => EntityFailureKind.Poison,
                _ => EntityFailureKind.OutcomeUnknown,
            },
            Text = MessageLimits.Cut(reason.Message, MessageLimits.TextCharacters),
        };

    /// <summary>The failure of a wire form.</summary>
    public static Exception Read(EntityFailure failure) =>
        failure.Kind switch
        {
            EntityFailureKind.Unavailable => new EntityUnavailableException(failure.Text),
            EntityFailureKind.Poison => new PoisonMessageException(failure.Text),
            _ => new OutcomeUnknownException(failure.Text),
        };
}
