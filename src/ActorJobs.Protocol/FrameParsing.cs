using System.Buffers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ActorJobs.Protocol;

/// <summary>Reads frames of both kinds. Fields that this build does not know are passed over, as the other side may be newer.</summary>
internal static class FrameParsing
{
    /// <summary>The greatest depth of messages within messages in a text frame. Protobuf has a limit of its own for binary ones, which is 100.</summary>
    private const int DeepestText = 64;

    private static readonly JsonParser s_json = new(new JsonParser.Settings(DeepestText).WithIgnoreUnknownFields(true));

    private static readonly string s_workerKinds = string.Join(
        ", ",
        WorkerMessage.Descriptor.Oneofs[0].Fields.Select(field => field.JsonName)
    );

    private static readonly string s_outcomes = string.Join(", ", Outcomes.Values.Skip(1).Select(value => value.Name));

    private static EnumDescriptor Outcomes => Result.Descriptor.FindFieldByNumber(Result.OutcomeFieldNumber).EnumType;

    /// <summary>Reads a frame of a worker.</summary>
    /// <returns>Its messages, at least one, each of a known kind.</returns>
    /// <exception cref="LinkException">The frame is not of the contract.</exception>
    public static IReadOnlyList<WorkerMessage> OfWorker(FrameKind kind, ReadOnlySequence<byte> frame)
    {
        var messages = Parse(kind, frame, WorkerFrame.Parser).Messages;
        if (messages.Count is 0)
        {
            throw new LinkException(
                LinkFault.Malformed,
                $"A frame without messages arrived{Found(kind, frame, InFrame)}; expected {{\"messages\":[…]}} with one message or more."
            );
        }
        for (var index = 0; index < messages.Count; index++)
        {
            if (messages[index].BodyCase is WorkerMessage.BodyOneofCase.None)
            {
                var at = index;
                throw new LinkException(
                    LinkFault.Unexpected,
                    $"Message {index} of a frame is of no known kind{Found(kind, frame, root => InMessage(root, at))}; expected one of {s_workerKinds}."
                );
            }
        }
        return messages;
    }

    /// <summary>Reads a frame of a server. Messages of a kind that this build does not know are left in, without a body.</summary>
    /// <exception cref="LinkException">The frame is not of the contract.</exception>
    public static IReadOnlyList<ServerMessage> OfServer(FrameKind kind, ReadOnlySequence<byte> frame) =>
        Parse(kind, frame, ServerFrame.Parser).Messages;

    /// <summary>Reads a frame of another node. Messages of a kind that this build does not know are left in, without a body.</summary>
    /// <exception cref="LinkException">The frame is not of the contract.</exception>
    public static IReadOnlyList<NodeMessage> OfNode(FrameKind kind, ReadOnlySequence<byte> frame) =>
        Parse(kind, frame, NodeFrame.Parser).Messages;

    private static T Parse<T>(FrameKind kind, ReadOnlySequence<byte> frame, MessageParser<T> binary)
        where T : IMessage<T>, new()
    {
        try
        {
            return kind is FrameKind.Binary ? binary.ParseFrom(frame) : s_json.Parse<T>(Encoding.UTF8.GetString(frame));
        }
        // Whatever a parser throws is about the bytes that it was given.
        catch (Exception exception)
        {
            var hint = exception.Message.Contains(Outcomes.FullName, StringComparison.Ordinal) ? $"; expected one of {s_outcomes}" : "";
            throw new LinkException(LinkFault.Malformed, $"A frame is not of the contract: {exception.Message}{hint}", exception);
        }
    }

    private static IEnumerable<JsonProperty> InFrame(JsonElement root) => root.EnumerateObject();

    private static IEnumerable<JsonProperty> InMessage(JsonElement root, int index) =>
        root.EnumerateObject()
            .Where(field => field.Name is "messages" && field.Value.ValueKind is JsonValueKind.Array)
            .Take(1)
            .SelectMany(field => field.Value.EnumerateArray().ElementAt(index).EnumerateObject());

    /// <summary>Names the fields that stand where another one is expected; nothing for a binary frame, whose unknown fields have no names.</summary>
    private static string Found(FrameKind kind, ReadOnlySequence<byte> frame, Func<JsonElement, IEnumerable<JsonProperty>> where)
    {
        const int MostNamed = 5;
        const int LongestName = 50;
        if (kind is FrameKind.Binary)
        {
            return "";
        }
        try
        {
            using var json = JsonDocument.Parse(frame);
            var names = where(json.RootElement).Take(MostNamed).Select(field => field.Name).ToList();
            return names.Count is 0
                ? " (it has no field)"
                : $" (it has {string.Join(", ", names.Select(name => name.Length > LongestName ? name[..LongestName] + "…" : name))})";
        }
        // Only more telling than nothing: the frame is refused all the same.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return "";
        }
    }
}
