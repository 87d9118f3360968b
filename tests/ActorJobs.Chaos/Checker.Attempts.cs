namespace ActorJobs.Chaos;

/// <content>What must hold of attempts.</content>
internal sealed partial class Checker
{
    /// <summary>I8: attempts are numbered without gaps; those that failed are as many as the policy allows, and each is followed by the next after the back-off; a run
    /// fails only when none is left.</summary>
    public IEnumerable<string> Retried()
    {
        var ended = Attempts.ToLookup(static attempt => attempt.Run);
        return runs.SelectMany(run => Numbered(run, [.. ended[run.Id]]))
            .Concat(runs.Where(static run => run.Job is Load.Flaky or Load.Fragile).SelectMany(run => Retried(run, [.. ended[run.Id]])));
    }

    private static IEnumerable<string> Numbered(StoredRun run, List<StoredAttempt> attempts)
    {
        var numbers = attempts.Select(static attempt => attempt.Attempt).ToList();
        if (!numbers.SequenceEqual(Enumerable.Range(1, numbers.Count)) || run.Attempt - numbers.Count is not (0 or 1))
        {
            yield return $"I8 run {run.Id} of {run.App}/{run.Job} is at attempt {run.Attempt}, and those before are {string.Join(", ", numbers)}";
        }
    }

    private IEnumerable<string> Retried(StoredRun run, List<StoredAttempt> attempts)
    {
        var isLastFailed = run.State is "Failed" or "TimedOut" && attempts.Count < run.Attempt;
        var failures = attempts.Count(static attempt => attempt.HasFailed) + (isLastFailed ? 1 : 0);
        if (failures > Load.Retries + 1)
        {
            yield return $"I8 run {run.Id} of {run.App}/{run.Job} has failed {failures} times, and may {Load.Retries + 1}";
        }

        if (run.State == "Failed" && failures != Load.Retries + 1)
        {
            yield return $"I8 run {run.Id} of {run.App}/{run.Job} ended as failed after {failures} of {Load.Retries + 1} attempts";
        }

        var shortest = (long)Load.RetryAfter.TotalMicroseconds;
        var starts = attempts.Skip(1).Select(static attempt => attempt.Dispatched).Append(run.Dispatched);
        foreach (var (before, start) in attempts.Zip(starts))
        {
            var pause = start - before.Ended;
            // The times can be compared only if the database's clock was right, by which runs are dispatched.
            if (clock.Count == 0 && before.HasFailed && before.Attempt < run.Attempt && pause < shortest)
            {
                yield return $"I8 attempt {before.Attempt} of run {run.Id} of {run.App}/{run.Job} was followed by the next after {pause} µs";
            }
        }
    }
}
