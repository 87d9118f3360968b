using NodaTime;
using NodaTime.Text;

namespace ActorJobs.Core.Text;

/// <summary>Times of the day as users write them: <c>09:00</c> or <c>17:30:15</c>.</summary>
public static class TimeOfDayText
{
    /// <summary>The end of an error message about a text that is no time of day.</summary>
    public const string Expected = "expected a time of day such as 09:00 or 17:30:15";

    private static readonly LocalTimePattern Minutes = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private static readonly LocalTimePattern Seconds = LocalTimePattern.CreateWithInvariantCulture("HH:mm:ss");

    /// <summary>Reads a time of day; false if the text is none.</summary>
    public static bool TryParse(string text, out LocalTime time) =>
        Minutes.Parse(text).TryGetValue(default, out time) || Seconds.Parse(text).TryGetValue(default, out time);

    /// <summary>Writes a time of day; the seconds only if there are any.</summary>
    /// <param name="time">Whole seconds.</param>
    public static string Format(LocalTime time) => (time.Second == 0 ? Minutes : Seconds).Format(time);
}
