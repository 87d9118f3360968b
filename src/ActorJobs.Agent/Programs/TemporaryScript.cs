namespace ActorJobs.Agent.Programs;

/// <summary>A script in a file, for interpreters that take no other, which is gone when it has run.</summary>
internal sealed class TemporaryScript : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-script-");

    public TemporaryScript(string text, string suffix)
    {
        Path = System.IO.Path.Combine(_folder.FullName, $"script{suffix}");
        File.WriteAllText(Path, text);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}
