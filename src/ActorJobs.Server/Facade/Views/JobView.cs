using System.Text.Json;
using System.Text.Json.Nodes;
using ActorJobs.Core.Jobs;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Requests;

namespace ActorJobs.Server.Facade.Views;

/// <summary>A job with its definition in full, its params, and what the store knows of it.</summary>
internal static class JobView
{
    /// <summary>The name of the field that tells the version.</summary>
    public const string Version = "version";

    /// <summary>The name of the field that tells the internal id.</summary>
    public const string Id = "id";

    /// <summary>The name of the field that tells why a stored definition cannot be read.</summary>
    public const string SetAside = "setAside";

    private const string Paused = "paused";
    private const string CreatedAt = "createdAt";
    private const string UpdatedAt = "updatedAt";

    /// <summary>The names of the fields that a job has beside its definition; whoever changes what he read may send them back.</summary>
    public static IReadOnlySet<string> ReadOnlyFields { get; } =
        new HashSet<string>(StringComparer.Ordinal) { Id, Version, CreatedAt, UpdatedAt, Paused };

    /// <summary>The view of a stored job. One whose definition cannot be read is shown as it is, with what is wrong.</summary>
    public static JsonObject Of(JobRecord job)
    {
        var view = ReadDefinition(job.Name, job.Definition);
        view["params"] = JsonSerializer.SerializeToNode(StoredJson.Read(job.Params));
        view[Id] = job.JobId;
        view[Version] = job.Version;
        view[CreatedAt] = InstantConverter.Format(job.CreatedAt);
        view[UpdatedAt] = InstantConverter.Format(job.UpdatedAt);
        if (job.Pause is { } pause)
        {
            view[Paused] = JsonSerializer.SerializeToNode(PauseView.Of(pause), FacadeJson.Options);
        }

        return view;
    }

    /// <summary>The answer with a job, and its ETag.</summary>
    public static IResult Answer(HttpResponse response, JobRecord job)
    {
        JobTag.OfView(job).WriteTo(response);
        return FacadeJson.Answer(Of(job));
    }

    /// <summary>The definition that a job has, or had, alone: just what brings it back when it is put.</summary>
    public static JsonObject Of(JobVersionRecord version)
    {
        var view = ReadDefinition("", version.Definition);
        view["params"] = JsonSerializer.SerializeToNode(StoredJson.Read(version.Params));
        return view;
    }

    private static JsonObject ReadDefinition(string name, string stored)
    {
        var definition = StoredJson.Read(stored);
        var reading = JobDefinitionReader.Read(definition);
        return reading.Succeeded
            ? JsonObject.Create(definition)!
            : new JsonObject
            {
                ["name"] = name,
                [SetAside] = string.Join(" ", reading.Errors.Select(error => $"{error.Field}: {error.Message}")),
                ["definition"] = JsonSerializer.SerializeToNode(definition),
            };
    }
}
