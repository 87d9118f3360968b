namespace ActorJobs.Worker;

/// <summary>
/// Names a processor, for jobs to refer to: a class that implements <see cref="IBasicProcessor"/>, or a public method of any class.
/// A method takes, in any order, a <see cref="TaskContext"/>, a <see cref="CancellationToken"/> and services; it returns <see cref="ProcessResult"/>,
/// a Task or ValueTask of it, a plain Task or ValueTask, or nothing. It is found by <see cref="WorkerBuilder.AddProcessorsFrom(System.Reflection.Assembly)"/>.
/// </summary>
/// <param name="name">The processor's name, unique in the worker.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = false)]
public sealed class ProcessorAttribute(string name) : Attribute
{
    /// <summary>The processor's name.</summary>
    public string Name { get; } = name;

    /// <summary>
    /// Whether each attempt runs in a process of its own, which is started from the worker's program and can be killed: for code that may ignore its cancellation,
    /// or bring its process down. A start takes a fraction of a second. Default: false, unless the job asks for it.
    /// </summary>
    public bool OwnProcess { get; set; }
}
