namespace ActorJobs.Core.Access;

/// <summary>The words of roles.</summary>
public static class RoleWords
{
    /// <summary>The word of a role, as users write it.</summary>
    public static string Word(this Role role) => $"{role}".ToLowerInvariant();
}
