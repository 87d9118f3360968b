namespace ActorJobs.Hocon;

/// <summary>A value with everything resolved: an object, an array, or a scalar.</summary>
public abstract class HoconValue
{
    private protected HoconValue(HoconOrigin origin) => Origin = origin;

    /// <summary>Where it was assigned. Of an object that was merged from several: the one that counts most.</summary>
    public HoconOrigin Origin { get; }

    /// <summary>Its kind with its article, for messages.</summary>
    public abstract string Kind { get; }
}
