namespace ActorJobs.Worker.Doctors;

/// <summary>How a doctor prints what it found.</summary>
public enum DoctorFormat
{
    /// <summary>For people: a line a check, as soon as it is known.</summary>
    Text,

    /// <summary>For programs: one object at the end.</summary>
    Json,
}
