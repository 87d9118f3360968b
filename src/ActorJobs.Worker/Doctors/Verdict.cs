namespace ActorJobs.Worker.Doctors;

/// <summary>How a check of a doctor came out.</summary>
public enum Verdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, but not for ever or not as well as it could.</summary>
    Warning,

    /// <summary>The worker cannot do its work, or a part of it.</summary>
    Failure,

    /// <summary>Not looked at, since an earlier failure makes it senseless, or since there is nothing to look at here.</summary>
    Skipped,
}
