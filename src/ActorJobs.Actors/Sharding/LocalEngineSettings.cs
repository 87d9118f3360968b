namespace ActorJobs.Actors;

/// <summary>How the local engine behaves.</summary>
public sealed record LocalEngineSettings
{
    /// <summary>What the node is called.</summary>
    public string Node { get; init; } = "local";

    /// <summary>How messages to entities travel within the process.</summary>
    public LocalDelivery Delivery { get; init; } = LocalDelivery.AsObjects;

    /// <summary>The first pause between two tries to get the lock; it doubles each time. Above zero.</summary>
    public TimeSpan InitialBackoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest such pause; not below <see cref="InitialBackoff"/>.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>How messages to entities travel within the process.</summary>
public enum LocalDelivery
{
    /// <summary>As the objects that they are.</summary>
    AsObjects,

    /// <summary>Through their wire form, there and back: so that a test finds what would not survive a network.</summary>
    Serialized,
}
