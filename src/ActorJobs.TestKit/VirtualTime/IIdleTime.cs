namespace ActorJobs.TestKit.VirtualTime;

/// <summary>Knows when nothing but heartbeats would happen.</summary>
internal interface IIdleTime
{
    /// <summary>For how long, from now on, nothing but heartbeats happens unless a timer of the processors' clock fires; zero if something is under way.</summary>
    /// <param name="most">No longer than this is of use.</param>
    TimeSpan Skippable(TimeSpan most);

    /// <summary>The time of day was set ahead.</summary>
    void Skipped();
}
