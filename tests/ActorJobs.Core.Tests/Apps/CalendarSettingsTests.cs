using System.Text.Json;
using ActorJobs.Core.Apps;
using ActorJobs.Errors;

namespace ActorJobs.Core.Tests.Apps;

public class CalendarSettingsTests
{
    [Fact]
    public void Calendars_OfAnyForm_AreReadAndWrittenInOne()
    {
        var settings = AppSettingsText.Read(
            """
            { "calendars": { "z": { "weekdays": ["sun", "sat"] },
              "holidays": { "dates": ["2026-12-31", "2026-12-24", "2026-12-24"], "everyYear": ["12-25", "02-29", "01-01"], "weekdays": null } } }
            """
        );

        var text = AppSettingsText.Write(settings);
        text.ShouldBe(
            """{"calendars":{"holidays":{"dates":["2026-12-24","2026-12-31"],"everyYear":["01-01","02-29","12-25"]},"z":{"weekdays":["sat","sun"]}}}"""
        );
        AppSettingsText.Write(AppSettingsText.Read(text)).ShouldBe(text);
        AppSettingsText.Write(AppSettingsText.Read("""{ "calendars": {} }""")).ShouldBe("{}");
    }

    [Fact]
    public void Calendars_WithMistakes_AreRefusedWithAllOfThem()
    {
        Errors(
                """
                { "a": { "dates": ["2026-02-29", "24.12.2026", 7, "1969-12-31"] }, "b": { "everyYear": ["02-30", "2-1"] }, "c": { "weekdays": ["Sunday", "son"] },
                  "d": { "weekdays": ["mon","tue","wed","thu","fri","sat","sun"] }, "e": {}, "f g": { "weekdays": ["sun"] }, "h": { "dats": [] }, "i": [] }
                """
            )
            .ShouldBe([
                $"calendars.a.dates[0] {ErrorCodes.InvalidTime}",
                $"calendars.a.dates[1] {ErrorCodes.InvalidTime}",
                $"calendars.a.dates[2] {ErrorCodes.WrongType}",
                $"calendars.a.dates[3] {ErrorCodes.InvalidTime}",
                $"calendars.b.everyYear[0] {ErrorCodes.InvalidTime}",
                $"calendars.b.everyYear[1] {ErrorCodes.InvalidTime}",
                $"calendars.c.weekdays[0] {ErrorCodes.InvalidValue}",
                $"calendars.c.weekdays[1] {ErrorCodes.InvalidValue}",
                $"calendars.d.weekdays {ErrorCodes.InvalidValue}",
                $"calendars.e {ErrorCodes.InvalidValue}",
                $"calendars.f g {ErrorCodes.InvalidName}",
                $"calendars.h.dats {ErrorCodes.UnknownField}",
                $"calendars.i {ErrorCodes.WrongType}",
            ]);
        Errors("[]").ShouldBe([$"calendars {ErrorCodes.WrongType}"]);
        Errors("""{ "a": { "weekdays": ["sun"] }, "a": { "weekdays": ["sat"] } }""").ShouldBe([$"calendars.a {ErrorCodes.DuplicateField}"]);
    }

    [Fact]
    public void Calendars_BeyondTheirNumbers_AreRefused()
    {
        var year = Days(new DateOnly(2028, 1, 1), 366, "MM-dd");
        Errors($$"""{ "a": { "everyYear": [{{year}}] } }""").ShouldBe([$"calendars.a.everyYear {ErrorCodes.InvalidValue}"]);
        Errors($$"""{ "a": { "dates": [{{Days(new DateOnly(2028, 1, 1), 1000, "yyyy-MM-dd")}}] } }""").ShouldBeEmpty();
        Errors($$"""{ "a": { "dates": [{{Days(new DateOnly(2028, 1, 1), 1001, "yyyy-MM-dd")}}] } }""")
            .ShouldBe([$"calendars.a.dates {ErrorCodes.OutOfRange}"]);
        Errors(Many(100, """{ "weekdays": ["sun"] }""")).ShouldBeEmpty();
        Errors(Many(101, """{ "weekdays": ["sun"] }""")).ShouldBe([$"calendars {ErrorCodes.OutOfRange}"]);
        Errors(Many(11, $$"""{ "dates": [{{Days(new DateOnly(2028, 1, 1), 910, "yyyy-MM-dd")}}] }"""))
            .ShouldBe([$"calendars {ErrorCodes.OutOfRange}"]);
    }

    private static string Days(DateOnly first, int count, string format) =>
        string.Join(", ", Enumerable.Range(0, count).Select(day => $"\"{first.AddDays(day).ToString(format, null)}\""));

    private static string Many(int count, string calendar) =>
        $"{{ {string.Join(", ", Enumerable.Range(0, count).Select(number => $"\"c{number}\": {calendar}"))} }}";

    private static IEnumerable<string> Errors(string calendars)
    {
        using var json = JsonDocument.Parse($$"""{ "calendars": {{calendars}} }""");
        var errors = new List<FieldError>();
        var settings = AppSettingsText.Read(json.RootElement, errors);
        (settings is null).ShouldBe(errors.Count > 0);
        return errors.Select(static error => $"{error.Field} {error.Code}");
    }
}
