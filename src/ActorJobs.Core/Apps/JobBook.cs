namespace ActorJobs.Core.Apps;

/// <summary>The jobs of an app, by id and by name.</summary>
internal sealed class JobBook
{
    private readonly Dictionary<long, JobEntry> _byId = [];
    private readonly Dictionary<string, JobEntry> _byName = new(StringComparer.Ordinal);

    public int Count => _byId.Count;

    public IEnumerable<string> Names => _byName.Keys;

    public void Add(JobEntry job)
    {
        _byId.Add(job.Id, job);
        _byName.Add(job.Definition.Name, job);
    }

    public void Remove(JobEntry job)
    {
        _byId.Remove(job.Id);
        _byName.Remove(job.Definition.Name);
    }

    public IEnumerable<JobEntry> All => _byId.Values;

    public JobEntry? Find(long id) => _byId.GetValueOrDefault(id);

    public JobEntry? Find(string name) => _byName.GetValueOrDefault(name);
}
