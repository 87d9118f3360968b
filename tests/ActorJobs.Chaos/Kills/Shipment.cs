using System.Globalization;
using System.Text.Json.Nodes;
using ActorJobs.Core.Workflows.Instances;

namespace ActorJobs.Chaos.Kills;

/// <summary>A workflow of 30 nodes, with every kind of node and of end, whose result is worked out from all of them. It succeeds, or its last node fails, and it is
/// compensated.</summary>
internal static class Shipment
{
    /// <summary>Its name.</summary>
    public const string Name = "shipment";

    /// <summary>The note with which its approvals are to be given.</summary>
    public const string Note = "go";

    private const int Items = 30;
    private const int Parcels = 4;
    private const int Paid = 7;
    private const int AllFail = 1_000_000;

    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(3);

    /// <summary>The workflow that some of its nodes run.</summary>
    public static JsonNode Charging { get; } =
        JsonNode.Parse(
            """
            {
              "name": "charging",
              "nodes": [
                { "key": "ask", "processor": { "name": "append" },
                  "params": { "file": "${trigger.params.file}", "ms": 40, "result": { "value": "${trigger.params.value * 3}" } } },
                { "key": "take", "processor": { "name": "append" },
                  "params": { "file": "${trigger.params.file}", "result": { "value": "${results.ask.value + 1}" } } }
              ],
              "edges": [{ "from": "ask", "to": "take" }],
              "output": { "charged": "${results.take.value}" }
            }
            """
        )!;

    /// <summary>Its definition.</summary>
    public static JsonNode Workflow { get; } =
        new JsonObject
        {
            ["name"] = Name,
            ["compensateOn"] = new JsonArray("failed"),
            ["nodes"] = Nodes,
            ["edges"] = new JsonArray([.. Edges.Select(ReadEdge)]),
            ["output"] = JsonNode.Parse(
                """
                {
                  "value": "${results.join.value}", "kind": "${nodes.size.branch}", "reserved": "${context.reserved}", "noted": "${context.noted}",
                  "charged": "${results.charge.charged}", "count": "${results.count}", "parcels": "${results.parcels}", "approved": "${results.approve.note}",
                  "flaky": "${results.flaky.value}", "late": "${nodes.late.state}", "broken": "${nodes.broken.passes}", "mended": "${results.mend.value}",
                  "unused": "${nodes.unused.state}", "off": "${nodes.off.state}", "early": "${results.early.word}", "paid": "${results.paid.amount}",
                  "pause": "${nodes.pause.state}", "until": "${nodes.until.state}", "shipped": "${results.ship.value}",
                  "released": "${results.release.note}", "clean": "${results.clean.value}", "last": "${results.last.value}"
                }
                """
            ),
        };

    /// <summary>What comes with each signal that its nodes wait for.</summary>
    public static IReadOnlyDictionary<string, JsonNode> Signals { get; } =
        new Dictionary<string, JsonNode>(StringComparer.Ordinal)
        {
            ["early"] = new JsonObject { ["word"] = "soon" },
            ["paid"] = new JsonObject { ["amount"] = Paid },
        };

    /// <summary>The nodes that compensate others, with those.</summary>
    public static IReadOnlyDictionary<string, string> Compensations { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["unreserve"] = "reserve",
            ["refund"] = "charge",
            ["uncount"] = "count",
            ["unship"] = "ship",
        };

    private static JsonNode Nodes =>
        JsonNode.Parse(
            """
            [
              { "key": "fetch", "job": "step",
                "params": { "file": "${trigger.params.file}", "ms": 50, "result": { "value": "${trigger.params.number}" } } },
              { "key": "size", "kind": "decision", "branches": [{ "label": "odd", "when": "results.fetch.value % 2 == 1" }], "default": "even" },
              { "key": "odd", "job": "step", "params": { "file": "${trigger.params.file}", "result": { "value": "${results.fetch.value * 10}" } } },
              { "key": "even", "job": "step", "params": { "file": "${trigger.params.file}", "result": { "value": "${results.fetch.value * 20}" } } },
              { "key": "join", "job": "step",
                "params": { "file": "${trigger.params.file}", "result": { "value": "${coalesce(results.odd.value, results.even.value) + 1}" } } },
              { "key": "reserve", "job": "step",
                "params": { "file": "${trigger.params.file}", "ms": 80, "append": { "reserved": "${results.join.value}" } } },
              { "key": "charge", "kind": "workflow", "workflow": "charging",
                "params": { "file": "${trigger.params.file}", "value": "${results.join.value}" } },
              { "key": "count", "kind": "forEach", "items": "${trigger.params.items}", "concurrency": 6, "toleratedFailures": 3, "job": "step",
                "params": { "file": "${trigger.params.file}", "ms": 30, "failures": "${item % 10 == 7 ? 1000000 : 0}", "result": "${item * 2 + index}" } },
              { "key": "parcels", "kind": "forEach", "items": "${trigger.params.parcels}", "concurrency": 2, "workflow": "charging",
                "params": { "file": "${trigger.params.file}", "value": "${item}" } },
              { "key": "approve", "kind": "approval", "prompt": "Ship ${results.join.value}?" },
              { "key": "flaky", "job": "step", "retry": { "max": 3, "backoff": { "kind": "fixed", "initial": "200ms" } },
                "params": { "file": "${trigger.params.file}-flaky", "failures": 2, "result": { "value": "${results.join.value + 2}" } } },
              { "key": "late", "job": "step", "timeout": "500ms", "skipOnFailure": true, "retry": { "max": 1, "backoff": { "kind": "fixed", "initial": "100ms" } },
                "params": { "file": "${trigger.params.file}", "ms": 600000 } },
              { "key": "broken", "job": "step", "skipOnFailure": true, "retry": { "max": 1, "backoff": { "kind": "fixed", "initial": "100ms" } },
                "params": { "file": "${trigger.params.file}", "failures": 1000000 } },
              { "key": "mend", "job": "step", "params": { "file": "${trigger.params.file}", "result": { "value": "${nodes.broken.passes * 100}" } } },
              { "key": "unused", "job": "step", "params": { "file": "${trigger.params.file}" } },
              { "key": "note", "job": "step", "params": { "file": "${trigger.params.file}", "append": { "noted": "first" } } },
              { "key": "renote", "job": "step", "params": { "file": "${trigger.params.file}", "append": { "noted": "${context.noted + ' and second'}" } } },
              { "key": "pause", "kind": "wait", "duration": "1500ms" },
              { "key": "until", "kind": "wait", "until": "${trigger.params.until}" },
              { "key": "early", "kind": "wait", "signal": "early" },
              { "key": "paid", "kind": "wait", "signal": "paid", "timeout": "10m" },
              { "key": "off", "job": "step", "enabled": false },
              { "key": "ship", "job": "step",
                "params": {
                  "file": "${trigger.params.file}", "ms": 60,
                  "result": { "value": "${results.join.value + results.charge.charged + results.paid.amount + nodes.flaky.passes}" }
                } },
              { "key": "release", "kind": "approval", "prompt": "Release ${results.ship.value}?", "due": "10m" },
              { "key": "clean", "job": "step", "runWhen": "always",
                "params": { "file": "${trigger.params.file}", "result": { "value": "${results.ship.value * 2}" } } },
              { "key": "last", "job": "step",
                "params": {
                  "file": "${trigger.params.file}", "failures": "${trigger.params.failures}", "result": { "value": "${results.clean.value + 1}" }
                } },
              { "key": "unreserve", "job": "step", "compensates": "reserve", "params": { "file": "${trigger.params.file}", "ms": 60 } },
              { "key": "refund", "job": "step", "compensates": "charge", "params": { "file": "${trigger.params.file}", "ms": 60 } },
              { "key": "uncount", "job": "step", "compensates": "count", "params": { "file": "${trigger.params.file}", "ms": 60 } },
              { "key": "unship", "job": "step", "compensates": "ship", "params": { "file": "${trigger.params.file}", "ms": 60 } }
            ]
            """
        )!;

    private static string[] Edges =>
        [
            "fetch>size",
            "size>odd:odd",
            "size>even:even",
            "odd>join",
            "even>join",
            "join>reserve",
            "join>charge",
            "join>count",
            "join>parcels",
            "reserve>approve",
            "join>flaky",
            "join>late",
            "join>broken",
            "broken>mend?nodes.broken.state == 'Failed'",
            "broken>unused?nodes.broken.state == 'Succeeded'",
            "join>note",
            "note>renote",
            "fetch>pause",
            "fetch>until",
            "fetch>early",
            "fetch>paid",
            "fetch>off",
            "charge>ship",
            "count>ship",
            "parcels>ship",
            "approve>ship",
            "flaky>ship",
            "late>ship",
            "mend>ship",
            "unused>ship",
            "renote>ship",
            "pause>ship",
            "until>ship",
            "early>ship",
            "paid>ship",
            "off>ship",
            "ship>release",
            "release>clean",
            "clean>last",
        ];

    /// <summary>The params of an instance.</summary>
    /// <param name="number">Tells instances apart, and whether they go the odd or the even way.</param>
    /// <param name="fails">Whether its last node fails.</param>
    /// <param name="file">Where its processors write their effects.</param>
    /// <param name="now">When it is made.</param>
    public static object Params(int number, bool fails, string file, DateTimeOffset now) =>
        new
        {
            number,
            file,
            failures = fails ? AllFail : 0,
            until = (now + s_wait).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            items = Enumerable.Range(number, Items),
            parcels = Enumerable.Range(number, Parcels),
        };

    /// <summary>The files in which the effects of an instance are.</summary>
    public static IEnumerable<string> Files(string file) => [file, $"{file}-flaky"];

    /// <summary>How an instance has to end.</summary>
    public static ExpectedFlow Expected(string app, Guid id, int number, bool fails) =>
        new(app, id)
        {
            State = fails ? "Failed" : "Succeeded",
            Result = fails ? null : Output(number),
            Nodes = Ends(number, fails),
            Compensations = fails ? Compensations : new Dictionary<string, string>(StringComparer.Ordinal),
        };

    private static JsonObject Output(int number)
    {
        var value = (number % 2 == 1 ? number * 10 : number * 20) + 1;
        var shipped = value + Charged(value) + Paid + 3;
        return new JsonObject
        {
            ["value"] = value,
            ["kind"] = number % 2 == 1 ? "odd" : "even",
            ["reserved"] = value,
            ["noted"] = "first and second",
            ["charged"] = Charged(value),
            ["count"] = new JsonArray([.. Enumerable.Range(0, Items).Select(index => Counted(number + index, index))]),
            ["parcels"] = new JsonArray([
                .. Enumerable.Range(number, Parcels).Select(item => new JsonObject { ["charged"] = Charged(item) }),
            ]),
            ["approved"] = Note,
            ["flaky"] = value + 2,
            ["late"] = "TimedOut",
            ["broken"] = 2,
            ["mended"] = 200,
            ["unused"] = "Skipped",
            ["off"] = "Skipped",
            ["early"] = "soon",
            ["paid"] = Paid,
            ["pause"] = "Succeeded",
            ["until"] = "Succeeded",
            ["shipped"] = shipped,
            ["released"] = Note,
            ["clean"] = shipped * 2,
            ["last"] = shipped * 2 + 1,
        };
    }

    private static int Charged(int value) => value * 3 + 1;

    private static JsonNode? Counted(int item, int index) => item % 10 == 7 ? null : item * 2 + index;

    private static Dictionary<string, NodeEnd> Ends(int number, bool fails)
    {
        var nodes = Nodes.AsArray().ToDictionary(static node => (string)node!["key"]!, static _ => new NodeEnd(NodeState.Succeeded, 1));
        nodes["size"] = nodes["size"] with { Pass = 0 };
        nodes["flaky"] = nodes["flaky"] with { Pass = 3 };
        nodes["late"] = new NodeEnd(NodeState.TimedOut, 2);
        nodes["broken"] = new NodeEnd(NodeState.Failed, 2);
        foreach (var skipped in (string[])["unused", "off", number % 2 == 1 ? "even" : "odd"])
        {
            nodes[skipped] = new NodeEnd(NodeState.Skipped, 0);
        }

        for (var index = 0; index < Items; index++)
        {
            nodes[$"count[{index}]"] = new NodeEnd((number + index) % 10 == 7 ? NodeState.Failed : NodeState.Succeeded, 1);
        }

        for (var index = 0; index < Parcels; index++)
        {
            nodes[$"parcels[{index}]"] = new NodeEnd(NodeState.Succeeded, 1);
        }

        if (fails)
        {
            nodes["last"] = new NodeEnd(NodeState.Failed, 1);
        }
        else
        {
            foreach (var compensation in Compensations.Keys)
            {
                nodes[compensation] = new NodeEnd(NodeState.Pending, 0);
            }
        }

        return nodes;
    }

    /// <summary>Reads <c>from>to</c>, perhaps with <c>:branch</c> or <c>?condition</c>.</summary>
    private static JsonNode ReadEdge(string text)
    {
        var (from, rest) = Cut(text, '>');
        var (ends, condition) = Cut(rest!, '?');
        var (to, branch) = Cut(ends, ':');
        var edge = new JsonObject { ["from"] = from, ["to"] = to };
        if (branch is not null)
        {
            edge["branch"] = branch;
        }

        if (condition is not null)
        {
            edge["when"] = condition;
        }

        return edge;
    }

    private static (string Before, string? After) Cut(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var index ? (text[..index], text[(index + 1)..]) : (text, null);
}
