using ActorJobs.Core.Text;

namespace ActorJobs.Core.Jobs;

/// <summary>Which workers may take the runs of a job, and which of them does. Two that ask for the same are equal.</summary>
public sealed class WorkerTarget : IEquatable<WorkerTarget>
{
    private string? _text;

    /// <summary>Any worker that offers the processor.</summary>
    public static WorkerTarget Any { get; } = new();

    /// <summary>The ids of those that may; none: any.</summary>
    public IReadOnlyList<string> Workers { get; init; } = [];

    /// <summary>Labels that a worker must have, with these values.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Runtimes that must be installed where the worker is, such as <c>python3</c>.</summary>
    public IReadOnlyList<string> Runtimes { get; init; } = [];

    /// <summary>How many processors must be idle on its machine; 0: any number.</summary>
    public double MinFreeCpu { get; init; }

    /// <summary>How many bytes of memory must be free on its machine; 0: any number.</summary>
    public long MinFreeMemory { get; init; }

    /// <summary>How many bytes of disk must be free where it keeps its data; 0: any number.</summary>
    public long MinFreeDisk { get; init; }

    /// <summary>Over how many workers the runs of the job may be spread at a time; null: any number.</summary>
    public int? MaxWorkers { get; init; }

    /// <summary>Which of those that may gets it.</summary>
    public WorkerStrategy Strategy { get; init; }

    /// <summary>Whether the load of the machines has a say.</summary>
    public bool AsksForResources => MinFreeCpu > 0 || MinFreeMemory > 0 || MinFreeDisk > 0;

    /// <inheritdoc/>
    public bool Equals(WorkerTarget? other) => ReferenceEquals(this, other) || (other is not null && Text == other.Text);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WorkerTarget);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    private string Text =>
        _text ??= JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            RunPolicyWriter.Write(writer, this);
            writer.WriteEndObject();
        });
}
