using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>Jobs and runs to store.</summary>
public static class Samples
{
    public static readonly Instant Noon = Instant.FromUtc(2026, 11, 20, 12, 0);

    public static readonly WorkerRef Worker = new("worker-1", "incarnation-1");

    public static JobWritten Job(long id, string name = "report", string @params = "{\"of\":\"job\"}", long version = 1) =>
        new(id, name, version, $$"""{"name":"{{name}}"}""", @params, Noon);

    public static ScheduleMark Mark(Instant firedUpTo) => new(Noon, firedUpTo, null, null);

    /// <summary>A run whose id begins with its planned millisecond.</summary>
    public static Run Run(int number, RunState state = RunState.Queued, long job = 1, string name = "report") =>
        new()
        {
            Id = Id(Noon + Duration.FromSeconds(number), $"{job}/{number}"),
            JobId = job,
            JobName = name,
            JobVersion = 1,
            Trigger = new Trigger(TriggerKind.Schedule, "main"),
            Processor = new ProcessorReference("sdk", "echo"),
            Delivery = Delivery.AtLeastOnce,
            Planned = Noon + Duration.FromSeconds(number),
            State = state,
            Due = Noon + Duration.FromSeconds(number),
        };

    public static Run Dispatched(this Run run, long token = 1) =>
        run with
        {
            State = RunState.Dispatched,
            Attempt = 1,
            Token = token,
            Worker = Worker,
            DispatchedAt = run.Planned,
        };

    public static Run Ended(this Run run, RunState state = RunState.Succeeded) =>
        run with
        {
            State = state,
            EndedAt = run.Planned + Duration.FromMilliseconds(7),
        };

    public static AttemptEnded Attempt(Run run, long token = 1) =>
        new(run.Id, 1, token, Worker, Noon, Noon, Noon, AttemptOutcome.WorkerLost, "its worker was lost");

    private static RunId Id(Instant planned, string identity)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 16);
        var millis = planned.ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteInt16BigEndian(bytes, (short)(millis >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)millis);
        return new RunId(new Guid(bytes, bigEndian: true));
    }
}
