using System.Diagnostics;
using ActorJobs.Core.Workflows.Expressions;

namespace ActorJobs.Core.Tests.Workflows.Expressions;

/// <summary>An expression stays small and quick, whatever it is given.</summary>
public class ExpressionLimitTests
{
    [Fact]
    public void Parse_TooLongAText_IsRefused()
    {
        Expression.Parse("1" + new string(' ', 1999)).ToString().Length.ShouldBe(2000);
        Should
            .Throw<ExpressionException>(() => Expression.Parse("1" + new string(' ', 2000)))
            .Message.ShouldBe("The expression has 2001 characters; expected 2000 at most.");
    }

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("[", "1", "]")]
    [InlineData("!", "true", "")]
    [InlineData("- ", "1", "")]
    [InlineData("text(", "1", ")")]
    [InlineData("[1][", "0", "]")]
    [InlineData("true?1:", "1", "")]
    [InlineData("true?", "1", ":1")]
    public void Parse_TooDeepNesting_IsRefused(string open, string inner, string close)
    {
        string Deep(int depth) => string.Concat(Enumerable.Repeat(open, depth)) + inner + string.Concat(Enumerable.Repeat(close, depth));

        Should.NotThrow(() => Expression.Parse(Deep(32)));
        Should.Throw<ExpressionException>(() => Expression.Parse(Deep(33))).Message.ShouldContain("more than 32 deep");
        Should.Throw<ExpressionException>(() => Expression.Parse(Deep(250)));
    }

    [Theory]
    [InlineData("1", "+1", "1000")]
    [InlineData("true", "&&true", "true")]
    [InlineData("a", "[0]", "1")]
    public void Evaluate_TheLongestChain_NeedsLittleStack(string first, string next, string json)
    {
        var value = "1";
        for (var depth = 0; depth < 666; depth++)
        {
            value = next == "[0]" ? $"[{value}]" : value;
        }

        var data = System.Text.Json.JsonDocument.Parse($"{{\"a\":{value}}}", new() { MaxDepth = 1000 });
        var scope = new SomeScope(data.RootElement);
        var text = first + string.Concat(Enumerable.Repeat(next, (2000 - first.Length) / next.Length));
        string? result = null;
        // The threads of the pool have one and a half.
        const int megabyte = 1024 * 1024;
        var thread = new Thread(() => result = Expression.Parse(text).Evaluate(scope).ToJson(), megabyte);

        thread.Start();
        thread.Join();

        result.ShouldBe(json);
    }

    [Fact]
    public void Evaluate_TooLargeAText_IsRefused()
    {
        var scope = new SomeScope($"{{\"t\":\"{new string('a', 600_000)}\",\"s\":\"{string.Concat(Enumerable.Repeat("b,", 200_000))}\"}}");

        Refused("t + t").ShouldContain("more than 1000000 characters");
        Refused("join([t, t], '')").ShouldContain("more than 1000000 characters");
        Refused("join(split(t + 'b', 'b'), t) + text([t, t])").ShouldContain("more than 1000000 characters");
        Refused("split(s, ',')").ShouldContain("more than 100000 items");
        Refused("contains(t, s)").ShouldContain("expected 1 to 1000");

        string Refused(string text) => Should.Throw<ExpressionException>(() => Expression.Parse(text).Evaluate(scope)).Message;
    }

    [Fact]
    public void Render_AListThatRepeatsALargeValue_IsStoppedEarly()
    {
        var scope = new SomeScope($"{{\"t\":[\"{new string('a', 100_000)}\"]}}");
        var template = Template.Parse(System.Text.Json.JsonElement.Parse($"\"${{[{string.Join(',', Enumerable.Repeat("t", 900))}]}}\""));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Should.Throw<ExpressionException>(() => template.Render(scope, 1000));

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10_000_000);
    }

    // A typical condition takes a few microseconds; the bound leaves room for a busy machine, and still finds work that grows with the data.
    [Fact]
    public void Evaluate_ATypicalCondition_TakesMicroseconds()
    {
        const int Times = 2_000;
        const string Text = "results.fetch.total > 100 && trigger.params.vip && 'eu' in trigger.params.tags";
        var scope = new SomeScope("""{"results":{"fetch":{"total":120.5}},"trigger":{"params":{"vip":true,"tags":["new","eu"]}}}""");
        var all = Enumerable.Range(0, 5).Select(_ => Measure()).Min();

        (all.TotalMicroseconds / Times).ShouldBeLessThan(500);

        TimeSpan Measure()
        {
            var started = Stopwatch.GetTimestamp();
            for (var time = 0; time < Times; time++)
            {
                Expression.Parse(Text).IsTrue(scope).ShouldBeTrue();
            }

            return Stopwatch.GetElapsedTime(started);
        }
    }
}
