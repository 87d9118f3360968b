namespace ActorJobs.Core.Access;

/// <summary>What a token lets its holder do; each role has the rights of those before it.</summary>
public enum Role
{
    /// <summary>Looks.</summary>
    Viewer,

    /// <summary>Runs, cancels, pauses, drains.</summary>
    Operator,

    /// <summary>Makes, changes and deletes jobs.</summary>
    Developer,

    /// <summary>Makes and deletes apps, tokens and secrets, and moves nodes of a cluster.</summary>
    Admin,
}
