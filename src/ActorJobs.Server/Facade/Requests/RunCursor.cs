using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using ActorJobs.Core.Runs;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>Where the next page of a list of runs begins. It says for which list it was made: with other filters it would leave runs out without a word.</summary>
internal static class RunCursor
{
    private const int IdBytes = 16;
    private const int CheckBytes = 4;

    /// <summary>The cursor behind a run.</summary>
    public static string Of(string app, RunFilter filter, RunId last)
    {
        var bytes = new byte[IdBytes + CheckBytes];
        last.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        CheckOf(app, filter).CopyTo(bytes.AsSpan(IdBytes));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a cursor; false if it is none, or one of another list.</summary>
    public static bool TryRead(string text, string app, RunFilter filter, [NotNullWhen(true)] out RunId? last)
    {
        Span<byte> bytes = stackalloc byte[IdBytes + CheckBytes];
        last = null;
        if (!Base64Url.IsValid(text, out var length) || length != bytes.Length)
        {
            return false;
        }

        Base64Url.DecodeFromChars(text, bytes);
        if (!bytes[IdBytes..].SequenceEqual(CheckOf(app, filter)))
        {
            return false;
        }

        last = new RunId(new Guid(bytes[..IdBytes], bigEndian: true));
        return true;
    }

    private static ReadOnlySpan<byte> CheckOf(string app, RunFilter filter)
    {
        var (states, triggers) = (string.Join(',', filter.States.Order()), string.Join(',', filter.Triggers.Order()));
        var list = $"{app} {filter.Job} {states} {filter.From} {filter.To} {filter.Worker} {triggers} {filter.OnlyInstances}";
        return SHA256.HashData(Encoding.UTF8.GetBytes(list)).AsSpan(0, CheckBytes);
    }
}
