using ActorJobs.Core.Jobs;
using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>That a job is paused, or an app as a whole.</summary>
/// <param name="By">Who asked for it last.</param>
/// <param name="Since">Since when.</param>
/// <param name="Note">Why, in his words.</param>
/// <param name="Until">When it goes on by itself.</param>
internal sealed record PauseView(string By, Instant Since, string? Note, Instant? Until)
{
    /// <summary>The view of a pause.</summary>
    public static PauseView Of(Pause pause) => new(pause.By, pause.Since, pause.Note, pause.Until);
}
