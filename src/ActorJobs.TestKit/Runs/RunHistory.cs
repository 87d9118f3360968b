using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using ActorJobs.Core.Runs;

namespace ActorJobs.TestKit.Runs;

/// <summary>The runs of a kit at one moment, by planned time, skipped and missed fires among them. Narrow it down, then say what must hold; what does not hold throws an
/// <see cref="ExpectationException"/> that lists what was found.</summary>
public sealed class RunHistory : IReadOnlyList<KitRun>
{
    private readonly IReadOnlyList<KitRun> _runs;
    private readonly string _description;

    internal RunHistory(IReadOnlyList<KitRun> runs, string description) => (_runs, _description) = (runs, description);

    /// <inheritdoc/>
    public int Count => _runs.Count;

    /// <inheritdoc/>
    public KitRun this[int index] => _runs[index];

    /// <summary>Those of a job.</summary>
    /// <param name="job">Its name.</param>
    public RunHistory Of(string job) => Narrow(run => run.Job == job, $"of job {job}");

    /// <summary>Those in one of some states.</summary>
    /// <param name="states">One or more.</param>
    public RunHistory In(params RunState[] states) => Narrow(run => states.Contains(run.State), $"in state {string.Join(" or ", states)}");

    /// <summary>Those planned at or after an instant, and before another.</summary>
    /// <param name="from">The first instant that counts.</param>
    /// <param name="to">The first that does not.</param>
    public RunHistory PlannedBetween(DateTimeOffset from, DateTimeOffset to) =>
        Narrow(run => run.Planned >= from && run.Planned < to, $"planned from {RunText.Of(from)} to {RunText.Of(to)}");

    /// <summary>Those that meet a condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="text">Filled in by the compiler: the condition as it is written, for the failure.</param>
    public RunHistory Where(Func<KitRun, bool> condition, [CallerArgumentExpression(nameof(condition))] string? text = null) =>
        Narrow(condition, $"with {text}");

    /// <summary>One of an id.</summary>
    /// <param name="id">The run's id.</param>
    /// <exception cref="ExpectationException">There is none.</exception>
    public KitRun WithId(string id) => Narrow(run => run.Id == id, $"with the id {id}").ShouldBeOne();

    /// <summary>Expects exactly one run.</summary>
    /// <returns>The run.</returns>
    /// <exception cref="ExpectationException">There is none, or there are more.</exception>
    public KitRun ShouldBeOne() => Count == 1 ? _runs[0] : throw Failure("exactly one run");

    /// <summary>Expects no run.</summary>
    /// <exception cref="ExpectationException">There are some.</exception>
    public void ShouldBeNone() => Require(Count == 0, "no run");

    /// <summary>Expects so many runs.</summary>
    /// <param name="count">How many.</param>
    /// <returns>These runs.</returns>
    /// <exception cref="ExpectationException">There are more or fewer.</exception>
    public RunHistory ShouldCount(int count) => Require(Count == count, string.Create(CultureInfo.InvariantCulture, $"{count} runs"));

    /// <summary>Expects one run or more, all in one state.</summary>
    /// <param name="state">The state.</param>
    /// <returns>These runs.</returns>
    /// <exception cref="ExpectationException">There is none, or one is in another state.</exception>
    public RunHistory ShouldAllBe(RunState state)
    {
        Require(Count > 0, $"runs, all {state}");
        return _runs.All(run => run.State == state)
            ? this
            : throw new ExpectationException(
                $"Expected all {Count} {_description} to be {state}; found others:{RunText.Of([.. _runs.Where(run => run.State != state)])}"
            );
    }

    /// <summary>Expects one run or more, all of which meet a condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="text">Filled in by the compiler: the condition as it is written, for the failure.</param>
    /// <returns>These runs.</returns>
    /// <exception cref="ExpectationException">There is none, or one does not meet it.</exception>
    public RunHistory ShouldAll(Func<KitRun, bool> condition, [CallerArgumentExpression(nameof(condition))] string? text = null)
    {
        Require(Count > 0, $"runs, all with {text}");
        return _runs.All(condition)
            ? this
            : throw new ExpectationException(
                $"Expected all {Count} {_description} to meet {text}; found others:{RunText.Of([.. _runs.Where(run => !condition(run))])}"
            );
    }

    /// <summary>Expects that the runs are planned at these instants, and at no others.</summary>
    /// <param name="instants">As RFC 3339 text, in order; with any offset.</param>
    /// <returns>These runs.</returns>
    /// <exception cref="ExpectationException">They are planned at others.</exception>
    public RunHistory ShouldBePlannedAt(params string[] instants)
    {
        var expected = instants.Select(Instants.Parse).ToList();
        return _runs.Select(run => run.Planned).SequenceEqual(expected)
            ? this
            : throw Failure($"runs planned at {string.Join(", ", expected.Select(RunText.Of))}");
    }

    /// <inheritdoc/>
    public IEnumerator<KitRun> GetEnumerator() => _runs.GetEnumerator();

    /// <summary>All of them, a line each.</summary>
    public override string ToString() => $"{Count} {_description}:{RunText.Of(_runs)}";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private RunHistory Narrow(Func<KitRun, bool> condition, string description) =>
        new([.. _runs.Where(condition)], $"{_description} {description}");

    private RunHistory Require(bool holds, string expected) => holds ? this : throw Failure(expected);

    private ExpectationException Failure(string expected) =>
        new($"Expected {expected} among the {_description}; found{(Count == 0 ? "" : $" {Count}:")}{RunText.Of(_runs)}");
}
