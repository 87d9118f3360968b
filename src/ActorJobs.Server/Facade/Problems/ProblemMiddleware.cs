using ActorJobs.Core.Errors;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Requests;
using Microsoft.Net.Http.Headers;

namespace ActorJobs.Server.Facade.Problems;

/// <summary>Makes a problem of every error: of exceptions, and of answers that the web server gives by itself without a body.</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, RouteMethods routes, ILogger<ProblemMiddleware> logger)
{
    /// <summary>Serves a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to tell.
            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await ProblemOf(exception, context).ExecuteAsync(context);
            return;
        }

        var response = context.Response;
        if (!response.HasStarted && response.ContentType is null && ProblemStatus.CodeOf(response.StatusCode) is { } code)
        {
            await ProblemOf(code, context).ExecuteAsync(context);
        }
    }

    private ProblemAnswer ProblemOf(string code, HttpContext context)
    {
        var request = $"{context.Request.Method} {context.Request.Path}";
        if (code is not (ErrorCodes.RouteNotFound or ErrorCodes.MethodNotAllowed))
        {
            var status = context.Response.StatusCode;
            return new ProblemAnswer(code, $"{request} was refused with status {status}.") { Status = status };
        }

        // Routing itself takes jobs/x and jobs/x:enable for one place, and tells the methods of both.
        var methods = routes.Of(context.Request.Path);
        if (methods.Count == 0)
        {
            context.Response.Headers.Remove(HeaderNames.Allow);
            return new ProblemAnswer(
                ErrorCodes.RouteNotFound,
                $"There is nothing at {request}. The API is under /api/v1, such as GET /api/v1/apps."
            );
        }

        var allowed = string.Join(", ", methods);
        context.Response.Headers.Allow = allowed;
        return new ProblemAnswer(ErrorCodes.MethodNotAllowed, $"{request} is not possible; allowed: {allowed}.");
    }

    private ProblemAnswer ProblemOf(Exception exception, HttpContext context)
    {
        switch (exception)
        {
            case RefusalException refusal:
                var isStale = refusal.Code == ErrorCodes.VersionConflict && context.Request.Headers.IfMatch.Count > 0;
                return ProblemAnswer.Of(refusal) with { Status = isStale ? StatusCodes.Status412PreconditionFailed : null };
            case InvalidFieldsException invalid:
                var first = invalid.Errors[0];
                return new ProblemAnswer(first.Code, first.Message) { Field = first.Field, Errors = invalid.Errors };
            case StoreUnavailableException unavailable:
                return new ProblemAnswer(ErrorCodes.StoreUnavailable, $"The store does not answer: {unavailable.Message} Try again.");
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return new ProblemAnswer(ErrorCodes.BodyTooLarge, RequestBody.TooLarge);
            case BadHttpRequestException bad:
                return new ProblemAnswer(ErrorCodes.InvalidRequest, bad.Message) { Status = bad.StatusCode };
            default:
                logger.LogError(
                    exception,
                    "{Method} {Path} failed, trace id {TraceId}",
                    context.Request.Method,
                    context.Request.Path,
                    ProblemAnswer.TraceIdOf(context)
                );
                return new ProblemAnswer(
                    ErrorCodes.InternalError,
                    "Something is broken in the server. Its log tells more under the trace id."
                );
        }
    }
}
