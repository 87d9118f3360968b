using System.Text.RegularExpressions;
using ActorJobs.Errors;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Requests;
using Microsoft.Net.Http.Headers;

namespace ActorJobs.Server.Facade.Problems;

/// <summary>Makes a problem of every error: of exceptions, and of answers that the web server gives by itself without a body.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, RouteMethods routes, ILogger<ProblemMiddleware> logger)
{
    /// <summary>Tells the id of the trace that the request belongs to, which is that of its <c>traceparent</c> if it has one.</summary>
    public const string TraceIdHeader = "X-Trace-Id";

    /// <summary>Serves a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        // When the answer begins: an error clears the headers that were set before it.
        context.Response.OnStarting(
            static state =>
            {
                var context = (HttpContext)state;
                context.Response.Headers[TraceIdHeader] = ProblemAnswer.TraceIdOf(context);
                return Task.CompletedTask;
            },
            context
        );
        try
        {
            CrossSite.Refuse(context.Request);
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
            var meant = SeveralSlashes().Replace($"{context.Request.Path}", "/");
            return routes.Of(meant).Count > 0
                ? new ProblemAnswer(ErrorCodes.RouteNotFound, $"There is nothing at {request}; did you mean {meant}?")
                {
                    Candidates = [meant],
                }
                : new ProblemAnswer(
                    ErrorCodes.RouteNotFound,
                    $"There is nothing at {request}. The API is under /api/v1, such as GET /api/v1/apps."
                );
        }

        var allowed = string.Join(", ", methods);
        context.Response.Headers.Allow = allowed;
        var maker = HttpMethods.IsPost(context.Request.Method) ? routes.MakerBelow(context.Request.Path) : null;
        var hint = maker is null ? "" : $" To make one: {maker}.";
        return new ProblemAnswer(ErrorCodes.MethodNotAllowed, $"{request} is not possible; allowed: {allowed}.{hint}");
    }

    /// <summary>Base addresses that end with a slash, with paths that begin with one.</summary>
    [GeneratedRegex("/{2,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SeveralSlashes();

    private ProblemAnswer ProblemOf(Exception exception, HttpContext context)
    {
        switch (exception)
        {
            case RefusalException refusal:
                return ProblemAnswer.Of(refusal);
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
