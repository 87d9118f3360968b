namespace ActorJobs.Worker.Doctors;

/// <summary>A check of your own, which <see cref="WorkerDoctor"/> makes behind its own ones if it is among the services of the host.</summary>
public interface IWorkerCheck
{
    /// <summary>Its name: one or a few words.</summary>
    string Name { get; }

    /// <summary>Looks. An exception is a failure with the exception's message.</summary>
    /// <param name="cancellationToken">The time for it is over.</param>
    /// <returns>What was found.</returns>
    Task<Finding> CheckAsync(CancellationToken cancellationToken);
}
