using ActorJobs.Errors;

namespace ActorJobs.Core.Apps;

/// <summary>What a change builds on: it is refused if the job is another one by now. Without values any job will do.</summary>
/// <param name="Id">The internal id, which tells a job from a later one of its name; null: any.</param>
/// <param name="Version">The version that the user saw; null: any.</param>
public readonly record struct ExpectedJob(long? Id, long? Version)
{
    /// <summary>Lets the expected job pass.</summary>
    /// <param name="name">The name of the job that there is.</param>
    /// <param name="id">Its id.</param>
    /// <param name="version">Its version.</param>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.VersionConflict"/>: it is another one.</exception>
    public void RefuseOther(string name, long id, long version)
    {
        if (Id is { } expected && expected != id)
        {
            throw new RefusalException(
                ErrorCodes.VersionConflict,
                $"Job {name} is not the one that was read: that was deleted, and this one made under its name. Read it, and build the change on what it is."
            );
        }

        if (Version is { } seen && seen != version)
        {
            throw new RefusalException(
                ErrorCodes.VersionConflict,
                seen < version
                    ? $"Job {name} is at version {version}, not {seen}: someone has changed it meanwhile. Read it again, and repeat the change on it."
                    : $"Job {name} is at version {version}, and has never been at {seen}. Read it, and build the change on what it is."
            );
        }
    }
}
