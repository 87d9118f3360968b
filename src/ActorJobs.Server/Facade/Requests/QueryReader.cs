using System.Globalization;
using ActorJobs.Core.Errors;
using ActorJobs.Core.Text;
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

    private const int UsualLimit = 50;
    private const int GreatestLimit = 1000;

    private readonly List<FieldError> _errors = [];

    /// <summary>The size of a page: 1 to 1000, 50 if it is not given.</summary>
    public int Limit()
    {
        if (Text(LimitName) is not { } text)
        {
            return UsualLimit;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= GreatestLimit)
        {
            return limit;
        }

        Refuse(LimitName, ErrorCodes.OutOfRange, $"Found '{text}'; expected a whole number from 1 to {GreatestLimit}.");
        return UsualLimit;
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

    /// <summary>A cursor over runs: the last id of the page before.</summary>
    public Core.Runs.RunId? RunCursor()
    {
        if (Text(CursorName) is not { } text)
        {
            return null;
        }

        if (!Core.Runs.RunId.TryParse(text, out var id))
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

    /// <summary>Words out of several, given with commas or by repeating the parameter; none if it is not given.</summary>
    public IReadOnlyList<T> Choices<T>(string parameter)
        where T : struct, Enum
    {
        var words = request.Query[parameter].SelectMany(value => (value ?? "").Split(',')).ToList();
        var valid = Enum.GetNames<T>();
        foreach (var word in words.Where(word => !valid.Contains(word, StringComparer.Ordinal)))
        {
            Refuse(
                parameter,
                ErrorCodes.InvalidValue,
                $"Found '{word}'; expected one or several of {string.Join(", ", valid)}.{NearMatches.Hint(word, valid)}"
            );
        }

        return [.. words.Where(word => valid.Contains(word, StringComparer.Ordinal)).Select(Enum.Parse<T>).Distinct()];
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
