using ActorJobs.Hocon.Conversions;

namespace ActorJobs.Hocon.Tests.Specification;

/// <summary>The rules of the specification, by its sections: from 'Automatic type conversions' to 'Size in bytes format'.</summary>
public class ConversionTests
{
    [Theory]
    [InlineData("true", true)]
    [InlineData("\"yes\"", true)]
    [InlineData("on", true)]
    [InlineData("false", false)]
    [InlineData("no", false)]
    [InlineData("\"off\"", false)]
    public void Booleans_InTheSixWords_AreRead(string text, bool expected)
    {
        Value(text).TryGetBoolean(out var answer).ShouldBeTrue();
        answer.ShouldBe(expected);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("True")]
    [InlineData("null")]
    [InlineData("[true]")]
    public void Booleans_InOtherWords_AreNone(string text) => Value(text).TryGetBoolean(out _).ShouldBeFalse();

    [Theory]
    [InlineData("7700", 7700)]
    [InlineData("\"7700\"", 7700)]
    [InlineData("-1", -1)]
    [InlineData("1e3", 1000)]
    [InlineData("2.0", 2)]
    public void WholeNumbers_AndStringsOfThem_AreRead(string text, long expected)
    {
        Value(text).TryGetWholeNumber(out var number).ShouldBeTrue();
        number.ShouldBe(expected);
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("0x10")]
    [InlineData("007")]
    [InlineData("1e40")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"\"")]
    public void WholeNumbers_ThatAreNone_AreNotRead(string text) => Value(text).TryGetWholeNumber(out _).ShouldBeFalse();

    [Theory]
    [InlineData("1.50", "1.50")]
    [InlineData("true", "true")]
    [InlineData("\"\"", "")]
    public void Texts_OfScalars_AreAsWritten(string text, string expected)
    {
        Value(text).TryGetText(out var read).ShouldBeTrue();
        read.ShouldBe(expected);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void Texts_OfAnythingElse_AreNone(string text) => Value(text).TryGetText(out _).ShouldBeFalse();

    [Fact]
    public void Arrays_OfObjectsWithNumbersAsKeys_AreRead()
    {
        Value("{ 2 = c, 0 = a, x = y }").TryGetArray(out var array).ShouldBeTrue();
        array!.ShouldMean("""["a","c"]""");
        Value("{}").TryGetArray(out _).ShouldBeFalse();
        Value("{ x = y }").TryGetArray(out _).ShouldBeFalse();
        Value("a").TryGetArray(out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("10", 10)]
    [InlineData("\" 10 \"", 10)]
    [InlineData("250ms", 250)]
    [InlineData("10 millis", 10)]
    [InlineData("1milli", 1)]
    [InlineData("2 milliseconds", 2)]
    [InlineData("1000us", 1)]
    [InlineData("1000 micros", 1)]
    [InlineData("1000000 nanoseconds", 1)]
    [InlineData("1.5s", 1500)]
    [InlineData("2 seconds", 2000)]
    [InlineData("2m", 120_000)]
    [InlineData("1 minute", 60_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("2 hours", 7_200_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("1 day", 86_400_000)]
    public void Durations_InEveryUnit_AreRead(string text, long milliseconds)
    {
        Value(text).TryGetDuration(out var duration).ShouldBeTrue();
        duration.ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Theory]
    [InlineData("10 S")]
    [InlineData("10 fortnights")]
    [InlineData("s")]
    [InlineData("1h30m")]
    [InlineData("PT5M")]
    [InlineData("soon")]
    [InlineData("1e20d")]
    [InlineData("1ns")]
    [InlineData("null")]
    public void Durations_ThatAreNone_AreNotRead(string text) => Value(text).TryGetDuration(out _).ShouldBeFalse();

    [Theory]
    [InlineData("10", 10)]
    [InlineData("10B", 10)]
    [InlineData("10 bytes", 10)]
    [InlineData("1kB", 1000)]
    [InlineData("1 kilobyte", 1000)]
    [InlineData("2 megabytes", 2_000_000)]
    [InlineData("1GB", 1_000_000_000)]
    [InlineData("1K", 1024)]
    [InlineData("1k", 1024)]
    [InlineData("1Ki", 1024)]
    [InlineData("512KiB", 524_288)]
    [InlineData("1 mebibyte", 1_048_576)]
    [InlineData("0.5MiB", 524_288)]
    [InlineData("1g", 1_073_741_824)]
    [InlineData("7E", 8_070_450_532_247_928_832)]
    public void Sizes_InEveryUnit_AreRead(string text, long expected)
    {
        Value(text).TryGetSize(out var bytes).ShouldBeTrue();
        bytes.ShouldBe(expected);
    }

    [Theory]
    [InlineData("1KB")]
    [InlineData("1mB")]
    [InlineData("1ZB")]
    [InlineData("9E")]
    [InlineData("0.5B")]
    [InlineData("x")]
    public void Sizes_ThatAreNone_AreNotRead(string text) => Value(text).TryGetSize(out _).ShouldBeFalse();

    private static HoconValue Value(string text) => Reading.Resolve($"a = {text}").Members.Single().Value;
}
