using ActorJobs.Core.Text;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace ActorJobs.Core.Tests.Text;

public class DurationTextTests
{
    [Theory]
    [InlineData("100ms", 100)]
    [InlineData("10s", 10_000)]
    [InlineData("5m", 300_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("1d1h1m1s1ms", 90_061_001)]
    [InlineData("1.5s", 1500)]
    [InlineData("0s", 0)]
    [InlineData("PT5M", 300_000)]
    [InlineData("PT0.1S", 100)]
    [InlineData("P1DT12H", 129_600_000)]
    [InlineData("P1W", 604_800_000)]
    [InlineData("PT1H30M5.250S", 5_405_250)]
    public void TryParse_KnownForms_AreRead(string text, long milliseconds)
    {
        DurationText.TryParse(text, out var duration).ShouldBeTrue();
        duration.ShouldBe(Duration.FromMilliseconds(milliseconds));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1 s")]
    [InlineData("1S")]
    [InlineData("30m1h")]
    [InlineData("1h1h")]
    [InlineData("1.5ms")]
    [InlineData("1.s")]
    [InlineData("1.2345s")]
    [InlineData("1y")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("P1DT")]
    [InlineData("PT1D")]
    [InlineData("40000d")]
    [InlineData("99999999999999999999s")]
    [InlineData("٣s")]
    public void TryParse_AnythingElse_IsRefused(string? text) => DurationText.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(0, "0s", "no time")]
    [InlineData(100, "100ms", "100 milliseconds")]
    [InlineData(90_000, "90s", "1 minute 30 seconds")]
    [InlineData(3_600_000, "1h", "1 hour")]
    [InlineData(172_800_000, "2d", "2 days")]
    public void Format_Durations_AreShortAndReadable(long milliseconds, string text, string words)
    {
        DurationText.Format(Duration.FromMilliseconds(milliseconds)).ShouldBe(text);
        DurationText.InWords(Duration.FromMilliseconds(milliseconds)).ShouldBe(words);
    }

    [Fact]
    public void Format_AnyDuration_IsReadAsTheSame() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(20260101, 1).WithQuietOnSuccess(true),
            Prop.ForAll(
                Gen.Choose(0, int.MaxValue)
                    .Zip(Gen.Elements(1L, 1000L, 60_000L))
                    .Select(pair => pair.Item1 * pair.Item2 % 3_162_240_000_000)
                    .ToArbitrary(),
                milliseconds =>
                {
                    var duration = Duration.FromMilliseconds(milliseconds);
                    return DurationText.TryParse(DurationText.Format(duration), out var read) && read == duration;
                }
            )
        );
}
