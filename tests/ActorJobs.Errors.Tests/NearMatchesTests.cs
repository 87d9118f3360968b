using NodaTime;

namespace ActorJobs.Errors.Tests;

public class NearMatchesTests
{
    private static readonly string[] Fields = ["name", "kind", "expression", "every", "at", "window", "timeZone", "startAt", "endAt"];

    [Theory]
    [InlineData("timezone", "timeZone")]
    [InlineData("expresion", "expression")]
    [InlineData("evrey", "every")]
    [InlineData("nmae", "name")]
    [InlineData("ta", "at")]
    [InlineData("startsAt", "startAt")]
    public void Of_Misspelled_FindsTheFieldFirst(string word, string expected) => NearMatches.Of(word, Fields)[0].ShouldBe(expected);

    [Theory]
    [InlineData("cron")]
    [InlineData("")]
    [InlineData("x")]
    public void Of_NothingNear_IsEmpty(string word)
    {
        NearMatches.Of(word, Fields).ShouldBeEmpty();
        NearMatches.Hint(word, Fields).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Berlin", "Europe/Berlin")]
    [InlineData("europe/berlin", "Europe/Berlin")]
    [InlineData("Europe/Brelin", "Europe/Berlin")]
    [InlineData("America/NewYork", "America/New_York")]
    public void Of_TimeZones_FindsTheCity(string word, string expected) =>
        NearMatches.Of(word, DateTimeZoneProviders.Tzdb.Ids).ShouldContain(near => string.Equals(near, expected, StringComparison.Ordinal));

    [Fact]
    public void Hint_SeveralNear_NamesThreeAtMostNearestFirst() =>
        NearMatches.Hint("tess", ["test", "tests", "tent", "best", "zzz", "tess1"]).ShouldBe(" Did you mean 'test' or 'tess1' or 'tests'?");
}
