using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ActorJobs.Core.Workers;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Server.Links;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ActorJobs.Server.Tests.Documents;

/// <summary>The document of the workers' protocol, from which strangers write workers, says what is so.</summary>
public sealed partial class ProtocolDocumentTests
{
    private static readonly Document Protocol = Document.Read("docs/protocol.md");

    /// <summary>What this server can refuse a worker with.</summary>
    private static readonly string[] RefusalCodes =
    [
        ErrorCodes.InvalidHello,
        ErrorCodes.ProtocolVersion,
        ErrorCodes.AppNotFound,
        ErrorCodes.ClockTooFarOff,
        ErrorCodes.HelloTimeout,
        ErrorCodes.WorkerIdInUse,
        ErrorCodes.SessionSuperseded,
        ErrorCodes.StoreUnavailable,
        ErrorCodes.MalformedFrame,
        ErrorCodes.FrameTooLarge,
        ErrorCodes.UnexpectedMessage,
        ErrorCodes.InvalidMessage,
    ];

    [Fact]
    public void Frames_OfAWorker_AreTakenByTheServer()
    {
        foreach (var block in BlocksOf("worker"))
        {
            // The parser as it is without options refuses fields that it does not know.
            var messages = JsonParser.Default.Parse<WorkerFrame>(block.Text).Messages;
            messages.ShouldNotBeEmpty(block.Place);
            var hello = messages[0].Hello;
            (hello is null ? "" : HelloRules.Problems(hello)).ShouldBeEmpty(block.Place);
            WorkerMessageRules.Check([.. messages.Where(message => message.Hello is null)]).ShouldBeNull(block.Place);
        }
    }

    [Fact]
    public void Frames_OfAServer_AreAsAServerWritesThem()
    {
        var writing = new JsonFormatter(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));
        foreach (var block in BlocksOf("server"))
        {
            var frame = JsonParser.Default.Parse<ServerFrame>(block.Text);
            JsonNode.DeepEquals(JsonNode.Parse(block.Text), JsonNode.Parse(writing.Format(frame))).ShouldBeTrue(block.Place);
        }
    }

    [Fact]
    public void Frames_OfTheDocument_ShowEveryKindOfMessage()
    {
        KindsIn("worker").ShouldBe(Kinds(WorkerMessage.Descriptor), ignoreOrder: true);
        KindsIn("server").ShouldBe(Kinds(ServerMessage.Descriptor), ignoreOrder: true);
    }

    [Fact]
    public void Fields_OfEveryMessage_AreNamed()
    {
        var named = CodeWord().Matches(Protocol.Text).Select(match => match.Groups["word"].Value).ToHashSet();
        foreach (var kind in WorkerMessage.Descriptor.Oneofs[0].Fields.Concat(ServerMessage.Descriptor.Oneofs[0].Fields))
        {
            kind.MessageType.Fields.InDeclarationOrder().ShouldAllBe(field => named.Contains(field.JsonName), kind.JsonName);
        }
    }

    [Fact]
    public void Refusals_OfTheDocument_AreThoseOfTheServer() =>
        CodeRow().Matches(Protocol.Text).Select(match => match.Groups["code"].Value).ShouldBe(RefusalCodes);

    [Fact]
    public void Limits_OfTheDocument_AreThoseOfTheServer()
    {
        var settings = new LinkSettings();
        var limits = WorkerLimits.Default;
        string[] told =
        [
            $"the first message, within {settings.HelloWithin.TotalSeconds} s",
            $"by more than {settings.ClockTolerance.TotalMinutes} minutes",
            $"close the WebSocket within {settings.CloseWithin.TotalSeconds} s",
            $"| 1 to {MessageLimits.Slots}. |",
            $"1 to {MessageLimits.NameCharacters} characters without",
            $"at most {MessageLimits.Processors} of 1 to {MessageLimits.NameCharacters} characters",
            $"may have {MessageLimits.HeldAttempts} attempts",
            $"({MessageLimits.ResultBytes} bytes of UTF-8)",
            $"`{ErrorCodes.ResultTooLarge}`",
            $"cut at {MessageLimits.TextCharacters} characters, stacks at {MessageLimits.StackCharacters}",
            $"{MessageLimits.Failures} are kept, {MessageLimits.CauseDepth} deep",
            $"1 MiB ({LinkLimits.OfServer.FirstFrameBytes} bytes)",
            $"16 MiB ({LinkLimits.OfServer.FrameBytes} bytes)",
            $"\"heartbeatEvery\": \"{limits.HeartbeatEvery.TotalMilliseconds}\", \"silenceLimit\": \"{limits.RedialAfter.TotalMilliseconds}\"",
            $"After {limits.SuspectAfter.TotalSeconds} s of silence",
            $"after {limits.OfflineAfter.TotalSeconds} s you are `Offline`",
            ProtocolVersions.LinkPath,
        ];

        told.ShouldAllBe(text => Protocol.Text.Contains(text));
    }

    private static IReadOnlyList<DocumentBlock> BlocksOf(string sender) =>
        [.. Protocol.Blocks.Where(block => block.Rule == new BlockRule.Frame(sender))];

    private static IEnumerable<string> KindsIn(string sender) =>
        BlocksOf(sender)
            .SelectMany(block => JsonNode.Parse(block.Text)!["messages"]!.AsArray())
            .Select(message => message!.AsObject().Single().Key)
            .Distinct();

    private static IEnumerable<string> Kinds(MessageDescriptor message) => message.Oneofs[0].Fields.Select(field => field.JsonName);

    /// <summary>A field, in an example or in a sentence.</summary>
    [GeneratedRegex("[`\"](?<word>[a-zA-Z]+)[`\"]")]
    private static partial Regex CodeWord();

    [GeneratedRegex("^\\| `(?<code>[A-Z_]+)` \\| (?:yes|no) \\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeRow();
}
