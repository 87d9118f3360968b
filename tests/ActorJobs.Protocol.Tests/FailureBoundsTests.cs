namespace ActorJobs.Protocol.Tests;

public sealed class FailureBoundsTests
{
    [Fact]
    public void Apply_LongTexts_AreCutWithAMark()
    {
        var failure = new Failure
        {
            Type = "T",
            Message = new string('m', MessageLimits.TextCharacters + 7),
            Stack = new string('s', MessageLimits.StackCharacters),
        };

        FailureBounds.Apply(failure);

        failure.Message.ShouldBe($"{new string('m', MessageLimits.TextCharacters)}… (7 more characters)");
        failure.Stack.Length.ShouldBe(MessageLimits.StackCharacters);
    }

    [Fact]
    public void Apply_ManyAndDeepCauses_AreLeftOutBeyondTheLimits()
    {
        var deep = Chain(90);
        var wide = new Failure { Type = "wide" };
        wide.Causes.AddRange(Enumerable.Range(0, 500).Select(number => new Failure { Type = $"{number}" }));

        FailureBounds.Apply(deep);
        FailureBounds.Apply(wide);

        Depth(deep).ShouldBe(MessageLimits.CauseDepth + 2);
        wide.Causes.Count.ShouldBe(MessageLimits.Failures);
        wide.Causes[^1].ShouldBe(FailureBounds.LeftOut());
    }

    [Fact]
    public void Apply_WhatIsWithinTheLimits_StaysAsItIs()
    {
        var bounded = Chain(90);
        FailureBounds.Apply(bounded);
        var again = bounded.Clone();

        FailureBounds.Apply(again);

        again.ShouldBe(bounded);
    }

    [Fact]
    public void Cut_BetweenTheHalvesOfAPair_KeepsNeither() => MessageLimits.Cut("ab😀c", 3).ShouldBe("ab… (3 more characters)");

    private static Failure Chain(int depth) =>
        Enumerable
            .Range(1, depth)
            .Aggregate(
                new Failure { Type = "inner" },
                (inner, level) =>
                {
                    var outer = new Failure { Type = $"{level}" };
                    outer.Causes.Add(inner);
                    return outer;
                }
            );

    private static int Depth(Failure failure) => 1 + failure.Causes.Select(Depth).DefaultIfEmpty(0).Max();
}
