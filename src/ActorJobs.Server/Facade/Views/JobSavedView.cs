using ActorJobs.Protocol;
using ActorJobs.Server.Facade.Requests;

namespace ActorJobs.Server.Facade.Views;

/// <summary>A job that was just saved.</summary>
/// <param name="Name">Its name now.</param>
/// <param name="Id">Its internal id.</param>
/// <param name="Version">1, 2, …</param>
/// <param name="Enabled">Whether its schedules are on.</param>
internal sealed record JobSavedView(string Name, long Id, long Version, bool Enabled)
{
    /// <summary>The answer, with its ETag.</summary>
    public static IResult Answer(HttpResponse response, string name, bool enabled, JobSaved saved, int status = StatusCodes.Status200OK)
    {
        new JobTag(saved.Id, saved.Version).WriteTo(response);
        return FacadeJson.Answer(new JobSavedView(name, saved.Id, saved.Version, enabled), status);
    }
}
