using ActorJobs.Protocol;
using ActorJobs.Scheduler.AppGroups;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace ActorJobs.Scheduler.Tests.AppGroups;

public class AppGroupCodecTests
{
    private readonly AppGroupCodec _codec = new();

    public static TheoryData<string> Messages => [.. Bodies(AppGroupMessage.Descriptor)];

    public static TheoryData<string> Replies => [.. Bodies(AppGroupReply.Descriptor)];

    [Theory]
    [MemberData(nameof(Messages))]
    public void EncodeMessage_OfEachKind_ComesBackAsItWas(string body)
    {
        var message = new AppGroupMessage();
        SetBody(message, body);
        var back = _codec.DecodeMessage(_codec.EncodeMessage(message));
        back.ShouldBe(message);
        back.BodyCase.ToString().ShouldBe(PascalCase(body));
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void EncodeReply_OfEachKind_ComesBackAsItWas(string body)
    {
        var reply = new AppGroupReply();
        SetBody(reply, body);
        var back = _codec.DecodeReply(_codec.EncodeReply(reply));
        back.ShouldBe(reply);
        back.BodyCase.ToString().ShouldBe(PascalCase(body));
    }

    [Fact]
    public void DecodeMessage_Garbage_Throws() => Should.Throw<InvalidProtocolBufferException>(() => _codec.DecodeMessage([0xff, 0xff]));

    private static IEnumerable<string> Bodies(MessageDescriptor type) =>
        type.Oneofs.Single(one => one.Name == "body").Fields.Select(field => field.Name);

    private static string PascalCase(string name) =>
        string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static void SetBody(IMessage message, string body) => Set(message, message.Descriptor.FindFieldByName(body), depth: 0);

    /// <summary>Gives every field a value, so that none can be lost unseen.</summary>
    private static void Fill(IMessage message, int depth)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            Set(message, field, depth);
        }
    }

    private static void Set(IMessage message, FieldDescriptor field, int depth)
    {
        if (field.IsMap)
        {
            ((MapField<string, string>)field.Accessor.GetValue(message))[$"{field.Name} key"] = $"{field.Name} ä \u0001";
        }
        else if (field.IsRepeated)
        {
            if (depth < 4)
            {
                ((System.Collections.IList)field.Accessor.GetValue(message)).Add(ValueOf(field, depth));
            }
        }
        else
        {
            field.Accessor.SetValue(message, ValueOf(field, depth));
        }
    }

    private static object ValueOf(FieldDescriptor field, int depth)
    {
        switch (field.FieldType)
        {
            case FieldType.Message:
                var inner = field.MessageType.Parser.ParseFrom(ByteString.Empty);
                Fill(inner, depth + 1);
                return inner;
            case FieldType.Enum:
                return field.EnumType.Values[^1].Number;
            case FieldType.String:
                return $"{field.Name} ä \u0001";
            case FieldType.Bytes:
                return ByteString.CopyFrom(0, 255, (byte)field.FieldNumber);
            case FieldType.Bool:
                return true;
            case FieldType.Int32:
                return int.MinValue + field.FieldNumber;
            case FieldType.UInt32:
                return uint.MaxValue - (uint)field.FieldNumber;
            case FieldType.Double:
                return field.FieldNumber + 0.25;
            case FieldType.Int64:
                return long.MinValue + field.FieldNumber;
            default:
                throw new NotSupportedException($"{field.FullName} is of a type that the test does not know: {field.FieldType}.");
        }
    }
}
