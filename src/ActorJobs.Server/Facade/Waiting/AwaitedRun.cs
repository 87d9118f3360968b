using ActorJobs.Core.Runs;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade.Waiting;

/// <summary>The answer to whoever has waited for a run.</summary>
internal static class AwaitedRun
{
    /// <summary>200 with the run if it has ended; otherwise 202, and where it can be waited for again. That the waiting is over says nothing of the run: its own
    /// time-out is an end of it.</summary>
    public static IResult Answer(string app, RunDetails run, HttpResponse response)
    {
        if (run.State.IsEnd())
        {
            return FacadeJson.Answer(run);
        }

        response.Headers.Location = PathOf(app, run.Id.ToString());
        return FacadeJson.Answer(run, StatusCodes.Status202Accepted);
    }

    /// <summary>The same for an instance of a workflow.</summary>
    public static IResult Answer(string app, InstanceView instance, HttpResponse response)
    {
        if (instance.State.IsEnd())
        {
            return FacadeJson.Answer(instance);
        }

        response.Headers.Location = PathOfInstance(app, instance.Id.ToString());
        return FacadeJson.Answer(instance, StatusCodes.Status202Accepted);
    }

    /// <summary>Where an instance of a workflow is.</summary>
    public static string PathOfInstance(string app, string instance) => $"/api/v1/apps/{app}/workflow-instances/{instance}";

    /// <summary>Where a run is.</summary>
    public static string PathOf(string app, string run) => $"/api/v1/apps/{app}/runs/{run}";
}
