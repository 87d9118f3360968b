using ActorJobs.Agent.Params;
using ActorJobs.Worker;

namespace ActorJobs.Agent.Http;

/// <summary>What counts as the success of a call.</summary>
/// <param name="Statuses">The statuses; empty: all of 200 to 299.</param>
/// <param name="ContentType">The type of the body, or its beginning; empty: any.</param>
/// <param name="IsJson">Whether the body has to be JSON.</param>
internal sealed record HttpExpectation(IReadOnlySet<int> Statuses, string ContentType, bool IsJson)
{
    /// <summary>The names of its fields.</summary>
    public static IReadOnlyList<string> Names { get; } = ["successStatus", "expectContentType", "expectJson"];

    /// <summary>Reads it.</summary>
    public static HttpExpectation Read(ParamFields fields)
    {
        var statuses = fields.Numbers("successStatus");
        return statuses.All(status => status is >= 100 and < 600)
            ? new HttpExpectation(statuses, fields.Text("expectContentType", ""), fields.Flag("expectJson", otherwise: false))
            : throw new ParamsException("The field 'successStatus' of the params has a number that is no status of HTTP; 100 to 599 are.");
    }

    /// <summary>Whether a status is a success.</summary>
    public bool Takes(int status) => Statuses.Count is 0 ? status is >= 200 and < 300 : Statuses.Contains(status);

    /// <summary>What was expected in place of the body; empty: nothing else.</summary>
    public string Misses(HttpAnswer answer) =>
        IsJson && answer.Json is null ? "JSON"
        : ContentType.Length > 0 && !answer.ContentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase) ? ContentType
        : "";
}
