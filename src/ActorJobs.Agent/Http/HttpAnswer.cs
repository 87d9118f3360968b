using System.Text.Json;

namespace ActorJobs.Agent.Http;

/// <summary>What is told of an HTTP call, as the result of the attempt.</summary>
/// <param name="Url">The address that answered.</param>
/// <param name="Status">The status.</param>
/// <param name="ContentType">The type of the body, without its parameters.</param>
/// <param name="Redirects">The addresses that sent the call on, in order.</param>
/// <param name="Location">Where the answer wants the call to go, if it is a redirect that was not followed.</param>
/// <param name="Body">The body as text, if it is no JSON; at most 64 KiB of it.</param>
/// <param name="Json">The body, if it is JSON.</param>
/// <param name="IsCut">Whether there is more of the body than was read.</param>
internal sealed record HttpAnswer(
    string Url,
    int Status,
    string ContentType,
    IReadOnlyList<string> Redirects,
    string Location,
    string Body,
    JsonElement? Json,
    bool IsCut
);
