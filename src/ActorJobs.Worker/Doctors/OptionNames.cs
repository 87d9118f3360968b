namespace ActorJobs.Worker.Doctors;

/// <summary>How options are called by those who set them: a program may have settings of its own for them.</summary>
/// <param name="own">The program's names by those of <see cref="WorkerOptions"/>; without: those.</param>
internal sealed class OptionNames(IReadOnlyDictionary<string, string>? own = null)
{
    /// <summary>The name of an option.</summary>
    public string this[string option] => own?.GetValueOrDefault(option) ?? option;
}
