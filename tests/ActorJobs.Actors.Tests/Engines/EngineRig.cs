namespace ActorJobs.Actors.Tests.Engines;

/// <summary>An engine of one node, and the hands that give it ownership and take it away.</summary>
public abstract class EngineRig
{
    /// <summary>The engine under test. It sends each message through its wire form.</summary>
    public abstract IEngine Engine { get; }

    /// <summary>Starts the engine; ends when it owns everything.</summary>
    public abstract Task StartAsync();

    /// <summary>Ownership goes elsewhere, and the engine learns of it at once.</summary>
    public abstract void Lose();

    /// <summary>Ownership goes elsewhere; the engine finds out when it asks.</summary>
    public abstract void LoseUnseen();

    /// <summary>Ownership may be had again; ends when the engine has it.</summary>
    public abstract Task RegainAsync();

    /// <summary>The engine gives up everything in good order; ends when another node may take it.</summary>
    public abstract Task HandOverAsync();
}
