using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace ActorJobs.Demo;

/// <summary>What the demo counted, and what was not as meant.</summary>
internal sealed record DemoReport(
    int Runs,
    int Succeeded,
    int Failed,
    long Missed,
    double LateP50Ms,
    double LateP99Ms,
    IReadOnlyList<string> Problems
)
{
    /// <summary>Counts runs, and looks for fire times that were lost or doubled.</summary>
    public static DemoReport Of(IReadOnlyList<DemoRunRecord> records, IReadOnlyList<DemoEffect> effects)
    {
        var runs = records.Where(run => run.Omitted is null).ToList();
        var lateness = effects.Select(effect => (double)(effect.Started - PlannedOf(effect.Run))).Order().ToList();
        return new DemoReport(
            runs.Count,
            runs.Count(run => run.State == "Succeeded"),
            runs.Count(run => run.State == "Failed"),
            records.Sum(run => run.Omitted?.Count ?? 0),
            Percentile(lateness, 0.50),
            Percentile(lateness, 0.99),
            [.. FindProblems(records, runs, effects)]
        );
    }

    /// <summary>Prints the problems, if any, and the figures as one line of JSON, last.</summary>
    public void Print()
    {
        foreach (var problem in Problems)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{problem}[/]");
        }

        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    runs = Runs,
                    succeeded = Succeeded,
                    failed = Failed,
                    missed = Missed,
                    lateP50Ms = LateP50Ms,
                    lateP99Ms = LateP99Ms,
                }
            )
        );
    }

    private static IEnumerable<string> FindProblems(
        IReadOnlyList<DemoRunRecord> records,
        List<DemoRunRecord> runs,
        IReadOnlyList<DemoEffect> effects
    )
    {
        foreach (var run in runs)
        {
            var expected = run.Job == DemoJobs.Broken ? "Failed" : "Succeeded";
            if (run.State != expected)
            {
                yield return $"Run {run.Id} of {run.Job} ended {run.State}, not {expected}.";
            }
            else if (run.Job == DemoJobs.Broken && run.Failure is null)
            {
                yield return $"Run {run.Id} of {run.Job} failed without telling why.";
            }
        }

        if (runs.Count(run => run.Job == DemoJobs.Hello) != 2)
        {
            yield return $"Two runs of {DemoJobs.Hello} were asked for, and {runs.Count(run => run.Job == DemoJobs.Hello)} are there.";
        }

        var ticks = records.Where(run => run.Job == DemoJobs.Tick).OrderBy(run => run.Planned).ToList();
        foreach (var (earlier, later) in ticks.Zip(ticks.Skip(1)))
        {
            var steps = (later.Planned - earlier.Planned) / DemoJobs.TickEvery;
            var covered = earlier.Omitted?.Count ?? 1;
            if (Math.Abs(steps - covered) > 0.001)
            {
                yield return $"Between the fires at {earlier.Planned:O} and {later.Planned:O} of {DemoJobs.Tick} there are {steps:0.##} steps, not {covered}.";
            }
        }

        foreach (var doubled in effects.GroupBy(effect => (effect.Run, effect.Attempt)).Where(group => group.Count() > 1))
        {
            yield return $"Attempt {doubled.Key.Attempt} of run {doubled.Key.Run} took effect {doubled.Count()} times.";
        }
    }

    /// <summary>A run's id begins with its planned time: 48 bits of milliseconds.</summary>
    public static long PlannedOf(Guid run) =>
        long.Parse(run.ToString("N").AsSpan(0, 12), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>The value that a part of all values, from 0 to 1, does not exceed; 0 if there are none.</summary>
    public static double Percentile(List<double> sorted, double part) =>
        sorted.Count == 0 ? 0 : Math.Round(sorted[(int)Math.Ceiling(part * sorted.Count) - 1], 1);
}
