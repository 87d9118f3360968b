namespace ActorJobs.Core.Schedules.Cron;

/// <summary>A piece of a cron expression.</summary>
/// <param name="Text">In upper case.</param>
/// <param name="Position">Where it starts in the expression, from 1.</param>
internal readonly record struct CronToken(string Text, int Position)
{
    /// <summary>The part from an index on.</summary>
    public CronToken From(int index) => new(Text[index..], Position + index);

    /// <summary>The part before an index.</summary>
    public CronToken Before(int index) => new(Text[..index], Position);

    /// <summary>The parts between separators.</summary>
    public IEnumerable<CronToken> Split(char separator)
    {
        var start = 0;
        foreach (var part in Text.Split(separator))
        {
            yield return new CronToken(part, Position + start);
            start += part.Length + 1;
        }
    }
}
