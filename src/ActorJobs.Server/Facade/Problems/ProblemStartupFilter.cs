namespace ActorJobs.Server.Facade.Problems;

/// <summary>Puts <see cref="ProblemMiddleware"/> around everything, so that no error leaves in another form.</summary>
internal sealed class ProblemStartupFilter : IStartupFilter
{
    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.UseMiddleware<ProblemMiddleware>();
            next(app);
        };
}
