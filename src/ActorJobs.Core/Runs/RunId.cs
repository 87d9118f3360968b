namespace ActorJobs.Core.Runs;

/// <summary>The id of a run: an ordered UUID (version 8) of 48 bits of planned milliseconds and a hash of the run's identity. Sorts by planned time.</summary>
public readonly record struct RunId(Guid Value)
{
    /// <summary>What a text that is read as an id must be, for error messages.</summary>
    public const string Expected = "expected the id of a run, a UUID such as 0199c2a5-1c00-8f3a-9d2b-5e6f7a8b9c0d";

    /// <summary>The UUID in its usual lower-case form with hyphens.</summary>
    public override string ToString() => Value.ToString("D");

    /// <summary>A number from 0 to 1, both included, that looks like chance and is the same whenever it is asked for.</summary>
    /// <param name="number">Tells one question about the run from another.</param>
    public double Chance(int number = 0)
    {
        Span<byte> id = stackalloc byte[16];
        Value.TryWriteBytes(id, bigEndian: true, out _);
        return unchecked(BitConverter.ToUInt32(id[12..]) + ((uint)number * 2_654_435_769)) / (double)uint.MaxValue;
    }

    /// <summary>Reads the usual form; false for anything else.</summary>
    public static bool TryParse(string? text, out RunId id)
    {
        var read = Guid.TryParseExact(text, "D", out var value);
        id = new RunId(value);
        return read;
    }
}
