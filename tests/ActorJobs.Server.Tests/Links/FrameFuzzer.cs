using System.Text;
using ActorJobs.Protocol;
using Google.Protobuf;

namespace ActorJobs.Server.Tests.Links;

/// <summary>Makes frames that a worker may send, and frames that none should. One seed always gives the same ones.</summary>
internal sealed class FrameFuzzer(int seed, string app)
{
    private readonly Random _chance = new(seed);

    public bool Coin() => _chance.Next(2) == 0;

    public int Next(int below) => _chance.Next(below);

    public FrameKind AnyKind() => Coin() ? FrameKind.Text : FrameKind.Binary;

    /// <summary>A frame of bad bytes, or of messages that make no sense.</summary>
    public byte[] BadFrame(FrameKind kind) =>
        _chance.Next(8) switch
        {
            0 => Noise(_chance.Next(300)),
            1 => Truncated(RawWorker.BytesOf(kind, AnyFrame())),
            2 => Nested(kind),
            3 => RawWorker.BytesOf(kind, WrongWay()),
            4 => Spliced(RawWorker.BytesOf(kind, AnyFrame()), RawWorker.BytesOf(kind, AnyFrame())),
            5 => Encoding.UTF8.GetBytes(OddJson[_chance.Next(OddJson.Length)]),
            6 => RawWorker.BytesOf(kind, AnyFrame()),
            _ => Flipped(RawWorker.BytesOf(kind, AnyFrame())),
        };

    /// <summary>A frame of the contract, with odd values.</summary>
    public WorkerFrame AnyFrame()
    {
        var frame = new WorkerFrame();
        for (var count = _chance.Next(1, 4); count > 0; count--)
        {
            frame.Messages.Add(AnyMessage());
        }
        return frame;
    }

    public byte[] Noise(int length)
    {
        var bytes = new byte[length];
        _chance.NextBytes(bytes);
        return bytes;
    }

    private static readonly string[] OddJson =
    [
        "{\"messages\":[{\"heartbeat\":{\"number\":1e999,\"slots\":1}}]}",
        "{\"messages\":[{\"heartbeat\":{\"number\":\"9223372036854775808\"}}]}",
        "{\"messages\":[{\"heartbeat\":{\"number\":-0.0,\"slots\":1.5}}]}",
        "{\"messages\":[{\"heartbeat\":[]}]}",
        "{\"messages\":[{\"drain\":{\"reason\":\"\\udc00\\ud800\"}}]}",
        "{\"messages\":[{\"drain\":{\"reason\":\"\\u0000\"}}]}",
        "{\"messages\":[{\"adopted\":{\"held\":[null]}}]}",
        "{\"messages\":[{\"result\":{\"failure\":{\"causes\":[{},{},null]}}}]}",
        "{\"messages\":[{\"result\":{\"result\":\"{}\",\"result\":\"[]\"}}]}",
        "{\"messages\":[],\"messages\":[{\"goodbye\":{}}]}",
        "{\"@type\":\"type.googleapis.com/actorjobs.v1.WorkerFrame\",\"messages\":[{\"goodbye\":{}}]}",
        "{\"messages\":[{\"goodbye\":{}}]} trailing",
        "\uFEFF{\"messages\":[{\"goodbye\":{}}]}",
        "{\"messages\":[{\"goodbye\":{}}",
        "NaN",
        "\"",
    ];

    private WorkerMessage AnyMessage() =>
        _chance.Next(11) switch
        {
            0 => new() { Hello = AnyHello() },
            1 => new() { Adopted = AnyAdopted() },
            2 => new() { DispatchAccepted = new() { Attempt = AnyAttempt() } },
            3 => new()
            {
                DispatchRefused = new()
                {
                    Attempt = AnyAttempt(),
                    Code = AnyText(),
                    Reason = AnyText(),
                },
            },
            4 => new()
            {
                StopAccepted = new() { Attempt = AnyAttempt(), Held = Coin() },
            },
            5 or 6 => new() { Result = AnyResult() },
            7 => new() { Drain = new() { Reason = AnyText() } },
            8 => new() { Returned = new() { Attempt = AnyAttempt() } },
            9 => new() { Goodbye = new() },
            _ => new()
            {
                Heartbeat = new() { Number = AnyLong(), Slots = AnyInt() },
            },
        };

    private Hello AnyHello() =>
        new()
        {
            Protocol = (uint)AnyInt(),
            ProtocolMin = (uint)AnyInt(),
            App = Coin() ? app : AnyText(),
            Worker = AnyText(),
            Incarnation = AnyText(),
            Session = AnyLong(),
            Slots = AnyInt(),
            Clock = AnyLong(),
            Sdk = AnyText(),
            Processors = { AnyText(), AnyText() },
            Host = Coin()
                ? null
                : new HostInfo
                {
                    Name = AnyText(),
                    Pid = AnyInt(),
                    Address = AnyText(),
                },
        };

    private Adopted AnyAdopted()
    {
        var adopted = new Adopted
        {
            Epoch = AnyLong(),
            Slots = AnyInt(),
            Draining = Coin(),
        };
        for (var count = Coin() ? 0 : _chance.Next(3000); count > 0; count--)
        {
            adopted.Held.Add(new HeldAttempt { Attempt = AnyAttempt(), Ended = Coin() });
        }
        return adopted;
    }

    private AttemptRef? AnyAttempt() =>
        _chance.Next(12) switch
        {
            0 => null,
            1 => new()
            {
                Run = AnyText(),
                Attempt = AnyInt(),
                Token = AnyLong(),
            },
            2 => new()
            {
                Run = AnyRun(),
                Attempt = AnyInt(),
                Token = AnyLong(),
            },
            _ => new()
            {
                Run = AnyRun(),
                Attempt = _chance.Next(1, 5),
                Token = _chance.Next(1, 50),
            },
        };

    private string AnyRun() => new Guid(Noise(16)).ToString();

    private Result AnyResult() =>
        new()
        {
            Attempt = AnyAttempt(),
            Outcome = (Outcome)_chance.Next(0, 5),
            Result_ = AnyText(),
            Failure = Coin() ? null : AnyFailure(_chance.Next(60)),
            Started = AnyLong(),
            Ended = AnyLong(),
        };

    private Failure AnyFailure(int depth)
    {
        var failure = new Failure
        {
            Type = AnyText(),
            Message = AnyText(),
            Stack = Coin() ? "" : AnyText(),
        };
        if (depth > 0)
        {
            failure.Causes.Add(AnyFailure(depth - 1));
        }
        return failure;
    }

    private string AnyText() =>
        _chance.Next(10) switch
        {
            0 => "",
            1 => "\0\u0001\r\n\u001b[31m",
            2 => "x😀\uFFFE\u202E",
            3 => new string('ü', _chance.Next(3000)),
            4 when _chance.Next(20) == 0 => new string('y', 600_000),
            5 => "{\"a\":[1,2",
            6 => "'; DROP TABLE run; --",
            _ => "echo",
        };

    private long AnyLong() =>
        _chance.Next(4) switch
        {
            0 => long.MinValue,
            1 => long.MaxValue,
            2 => -_chance.Next(1000),
            _ => _chance.Next(1000),
        };

    private int AnyInt() =>
        _chance.Next(5) switch
        {
            0 => int.MinValue,
            1 => int.MaxValue,
            2 => 0,
            _ => _chance.Next(1, 9),
        };

    private static ServerFrame WrongWay() =>
        new()
        {
            Messages =
            {
                new ServerMessage
                {
                    Welcome = new Welcome { Protocol = 1, Store = "s" },
                },
                new ServerMessage
                {
                    Refused = new Refused { Code = "WORKER_ID_IN_USE", Final = true },
                },
                new ServerMessage
                {
                    Dispatch = new Dispatch { Epoch = 1, Params = "{}" },
                },
            },
        };

    private byte[] Nested(FrameKind kind)
    {
        var depth = _chance.Next(50, 5000);
        if (kind is FrameKind.Text)
        {
            var open = Coin() ? "{\"causes\":[" : "[";
            var close = open == "[" ? "]" : "]}";
            var text = new StringBuilder("{\"messages\":[{\"result\":{\"failure\":");
            for (var level = 0; level < depth; level++)
            {
                text.Append(open);
            }
            for (var level = 0; level < depth && Coin(); level++)
            {
                text.Append(close);
            }
            return Encoding.UTF8.GetBytes(text.ToString());
        }
        // Groups and messages within messages: the length of each is that of the rest.
        var bytes = Enumerable.Repeat((byte)0x0B, depth).ToArray();
        return Coin() ? bytes : [0x0A, .. Enumerable.Repeat((byte)0x7F, depth)];
    }

    private byte[] Truncated(byte[] bytes) => bytes[.._chance.Next(bytes.Length)];

    private byte[] Spliced(byte[] left, byte[] right) => [.. left[.._chance.Next(left.Length)], .. right[_chance.Next(right.Length)..]];

    private byte[] Flipped(byte[] bytes)
    {
        for (var count = _chance.Next(1, 6); count > 0; count--)
        {
            bytes[_chance.Next(bytes.Length)] ^= (byte)(1 << _chance.Next(8));
        }
        return bytes;
    }
}
