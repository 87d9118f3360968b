using System.Globalization;
using System.Text.Json;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;
using NodaTime;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>Reads query parameters into typed values; errors are collected, and told all at once by <see cref="ThrowIfWrong"/>.</summary>
internal sealed class QueryReader(HttpRequest request)
{
    /// <summary>How many items a page has at most.</summary>
    public const string LimitName = "limit";

    /// <summary>Where a page begins.</summary>
    public const string CursorName = "cursor";

    /// <summary>How long an answer may wait for the end of a run.</summary>
    public const string WaitName = "wait";

    private static readonly Duration UsualWait = Duration.FromSeconds(10);
    private static readonly Duration LongestWait = Duration.FromSeconds(180);

    private const int UsualLimit = 50;

    /// <summary>More items than this no page has.</summary>
    public const int GreatestLimit = 1000;

    private readonly List<FieldError> _errors = [];

    /// <summary>The size of a page: 1 to 1000, 50 if it is not given.</summary>
    public int Limit() => Count(LimitName);

    /// <summary>How many of something: 1 to 1000, 50 if it is not given.</summary>
    public int Count(string parameter)
    {
        if (Text(parameter) is not { } text)
        {
            return UsualLimit;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= GreatestLimit)
        {
            return limit;
        }

        Refuse(parameter, ErrorCodes.OutOfRange, $"Found '{text}'; expected a whole number from 1 to {GreatestLimit}.");
        return UsualLimit;
    }

    /// <summary>A whole number within limits, or null.</summary>
    public long? OptionalNumber(string parameter, long least, long most)
    {
        if (Text(parameter) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse(parameter, ErrorCodes.OutOfRange, $"Found '{text}'; expected a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>A cursor over names: the last name of the page before.</summary>
    public string? NameCursor()
    {
        var text = Text(CursorName);
        if (text is not null && !NameText.IsValid(text))
        {
            Refuse(CursorName, ErrorCodes.InvalidValue, $"Found '{text}'; {ExpectedCursor}.");
        }

        return text;
    }

    /// <summary>A cursor over runs: the last run of the page before, of the same list.</summary>
    public Core.Runs.RunId? RunCursor(string app, Scheduler.Stores.RunFilter filter)
    {
        if (Text(CursorName) is not { } text)
        {
            return null;
        }

        if (!Requests.RunCursor.TryRead(text, app, filter, out var last))
        {
            Refuse(CursorName, ErrorCodes.InvalidValue, $"Found '{text}'; {ExpectedCursor}, with the same filters as there.");
        }

        return last;
    }

    /// <summary>A cursor over numbers: the last number of the page before.</summary>
    public long? NumberCursor()
    {
        if (Text(CursorName) is not { } text)
        {
            return null;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            Refuse(CursorName, ErrorCodes.InvalidValue, $"Found '{text}'; {ExpectedCursor}.");
        }

        return number;
    }

    /// <summary>A cursor over ids: the last id of the page before.</summary>
    public Guid? IdCursor()
    {
        if (Text(CursorName) is not { } text)
        {
            return null;
        }

        if (!Guid.TryParseExact(text, "D", out var id))
        {
            Refuse(CursorName, ErrorCodes.InvalidValue, $"Found '{text}'; {ExpectedCursor}.");
        }

        return id;
    }

    /// <summary>A name, or null.</summary>
    public string? Name(string parameter)
    {
        var text = Text(parameter);
        if (text is not null && !NameText.IsValid(text))
        {
            Refuse(parameter, ErrorCodes.InvalidName, $"Found '{text}'; {NameText.Expected}.");
        }

        return text;
    }

    /// <summary>An instant, or null.</summary>
    public Instant? Instant(string parameter)
    {
        if (Text(parameter) is not { } text)
        {
            return null;
        }

        // A plus sign in a query means a blank, and no instant has one: whoever wrote +01:00 meant a plus.
        if (InstantText.TryParse(text.Replace(' ', '+'), out var instant))
        {
            return instant;
        }

        Refuse(parameter, ErrorCodes.InvalidTime, $"Found '{text}'; {InstantText.Expected}.");
        return null;
    }

    /// <summary>How long the answer may wait for the end of the run: at most 180 s, 10 s if it is given without a value; null if it is not given.</summary>
    public TimeSpan? Wait()
    {
        switch (Text(WaitName))
        {
            case null:
                return null;
            case "":
                return UsualWait.ToTimeSpan();
            case var text when !DurationText.TryParse(text, out _):
                Refuse(WaitName, ErrorCodes.InvalidDuration, $"Found '{text}'; {DurationText.Expected}.");
                return null;
            case var text when DurationText.TryParse(text, out var wait) && wait <= LongestWait:
                return wait.ToTimeSpan();
            case var text:
                Refuse(
                    WaitName,
                    ErrorCodes.OutOfRange,
                    $"Found '{text}'; an answer waits for at most {DurationText.Format(LongestWait)}. Wait again for the run at its Location."
                );
                return null;
        }
    }

    /// <summary>A truth value; false if it is not given, true if it is given without a value.</summary>
    public bool Flag(string parameter)
    {
        switch (Text(parameter))
        {
            case null or "false":
                return false;
            case "" or "true":
                return true;
            case var text:
                Refuse(parameter, ErrorCodes.InvalidValue, $"Found '{text}'; expected true or false.");
                return false;
        }
    }

    /// <summary>A truth value, or null.</summary>
    public bool? OptionalFlag(string parameter) => request.Query.ContainsKey(parameter) ? Flag(parameter) : null;

    /// <summary>Labels, given as <c>key=value</c>, or as <c>key</c> alone, by repeating the parameter; none if it is not given.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Labels(string parameter)
    {
        var labels = new List<KeyValuePair<string, string?>>();
        foreach (var text in request.Query[parameter])
        {
            var parts = (text ?? "").Split('=', 2);
            labels.Add(new(parts[0], parts.Length == 2 ? parts[1] : null));
            if (!NameText.IsValid(parts[0]))
            {
                Refuse(parameter, ErrorCodes.InvalidName, $"Found '{text}'; expected a label such as team=billing, or its key alone.");
            }
        }

        return labels;
    }

    /// <summary>Words out of several, given with commas or by repeating the parameter; none if it is not given.</summary>
    /// <param name="parameter">Its name.</param>
    /// <param name="naming">How answers write the words; null: as their names.</param>
    public IReadOnlyList<T> Choices<T>(string parameter, JsonNamingPolicy? naming = null)
        where T : struct, Enum
    {
        var valid = Enum.GetValues<T>().ToDictionary(value => naming?.ConvertName($"{value}") ?? $"{value}", StringComparer.Ordinal);
        var words = request.Query[parameter].SelectMany(value => (value ?? "").Split(',')).ToList();
        foreach (var word in words.Where(word => !valid.ContainsKey(word)))
        {
            Refuse(
                parameter,
                ErrorCodes.InvalidValue,
                $"Found '{word}'; expected one or several of {string.Join(", ", valid.Keys)}.{NearMatches.Hint(word, valid.Keys)}"
            );
        }

        return [.. words.Where(valid.ContainsKey).Select(word => valid[word]).Distinct()];
    }

    /// <summary>One of some words, or null.</summary>
    public string? Word(string parameter, IReadOnlyList<string> valid)
    {
        var text = Text(parameter);
        if (text is not null && !valid.Contains(text, StringComparer.Ordinal))
        {
            Refuse(
                parameter,
                ErrorCodes.InvalidValue,
                $"Found '{text}'; expected one of {string.Join(", ", valid)}.{NearMatches.Hint(text, valid)}"
            );
        }

        return text;
    }

    /// <summary>Adds an error.</summary>
    public void Refuse(string parameter, string code, string message) => _errors.Add(new FieldError(parameter, code, message));

    /// <summary>Ends the reading.</summary>
    /// <exception cref="InvalidFieldsException">Something was wrong.</exception>
    public void ThrowIfWrong() => InvalidFieldsException.ThrowIfAny(_errors);

    private const string ExpectedCursor = "expected what the field next of the page before says";

    private string? Text(string parameter)
    {
        var values = request.Query[parameter];
        if (values.Count > 1)
        {
            Refuse(
                parameter,
                ErrorCodes.InvalidValue,
                $"The query parameter '{parameter}' is given {values.Count} times; expected it once."
            );
        }

        return values.Count == 0 ? null : values[0];
    }
}
