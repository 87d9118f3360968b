using ActorJobs.Core.Text;
using NodaTime;

namespace ActorJobs.Core.Tests.Text;

public class InstantTextTests
{
    [Theory]
    [InlineData("2026-12-01T03:00:00Z", "2026-12-01T03:00:00Z")]
    [InlineData("2026-12-01T03:00:00.250+01:00", "2026-12-01T02:00:00.25Z")]
    [InlineData("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z")]
    public void TryParse_Rfc3339_IsReadAndWrittenInUtc(string text, string written)
    {
        InstantText.TryParse(text, out var instant).ShouldBeTrue();
        InstantText.Format(instant).ShouldBe(written);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-12-01")]
    [InlineData("2026-12-01T03:00:00")]
    [InlineData("2026-13-01T03:00:00Z")]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("2200-01-01T00:00:00Z")]
    [InlineData("2026-12-01T03:00:00.0001Z")]
    public void TryParse_AnythingElse_IsRefused(string? text) => InstantText.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("09:00", 9, 0, 0, "09:00")]
    [InlineData("17:30:15", 17, 30, 15, "17:30:15")]
    public void TimeOfDay_KnownForms_AreReadAndWritten(string text, int hour, int minute, int second, string written)
    {
        TimeOfDayText.TryParse(text, out var time).ShouldBeTrue();
        time.ShouldBe(new LocalTime(hour, minute, second));
        TimeOfDayText.Format(time).ShouldBe(written);
    }

    [Theory]
    [InlineData("9:00")]
    [InlineData("24:00")]
    [InlineData("09:60")]
    [InlineData("9am")]
    public void TimeOfDay_AnythingElse_IsRefused(string text) => TimeOfDayText.TryParse(text, out _).ShouldBeFalse();
}
