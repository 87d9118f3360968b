namespace ActorJobs.TestKit.Workers;

/// <summary>A worker of a kit, as the kit sees it. All calls are made on the loop's thread.</summary>
internal interface IKitWorker
{
    /// <summary>Whether it is well and all its results are accepted, or it has been gone for so long that its app knows.</summary>
    bool IsQuiet { get; }

    /// <summary>Whether it runs a processor.</summary>
    bool Offers(string processor);

    /// <summary>Dials the node, if it lives.</summary>
    void Dial();

    /// <summary>Cuts its link, and lets it dial no more until <see cref="Dial"/> is called. It dials by itself when the node ends the link.</summary>
    void Cut(string reason);
}
