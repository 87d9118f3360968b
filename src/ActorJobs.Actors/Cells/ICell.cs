namespace ActorJobs.Actors;

/// <summary>An actor to the system that holds it.</summary>
internal interface ICell
{
    /// <summary>Stops accepting, lets the commits under way end and their outputs leave; ends when the actor has stopped.</summary>
    Task StopAsync(string reason);
}
