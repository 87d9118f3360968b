using ActorJobs.Errors;
using ActorJobs.Hocon;
using ActorJobs.Hocon.Conversions;
using ActorJobs.Server.Start;
using NodaTime;

namespace ActorJobs.Server.Settings;

/// <summary>Reads single settings as their types, and keeps what is wrong, so that all of it can be told at once.</summary>
/// <param name="root">All settings.</param>
/// <param name="problems">Takes what is wrong. The value that is given then is of no use.</param>
internal sealed class SettingValues(HoconObject root, ICollection<StartProblem> problems)
{
    /// <summary>A text, which the function makes something of; null if it cannot.</summary>
    /// <param name="key">Which setting.</param>
    /// <param name="expected">What the text should be, for the message.</param>
    /// <param name="read">Makes something of the text.</param>
    public T? Read<T>(SettingKey key, string expected, Func<string, T?> read)
        where T : class
    {
        if (!root.TryFind(key.Path, out var value))
        {
            // Something else stands in its place, which was told already.
            return null;
        }

        var result = value.TryGetText(out var text) ? read(text) : null;
        if (result is null)
        {
            Refuse(key, $"expected {expected}.");
        }

        return result;
    }

    /// <summary>A text that is not checked here.</summary>
    public string Text(SettingKey key) => Read(key, "a text", text => text) ?? "";

    /// <summary>A whole number within limits.</summary>
    public int Number(SettingKey key, int least, int most) =>
        (int)Value(
            key,
            $"a whole number from {least} to {most}",
            value => value.TryGetWholeNumber(out var number) && number >= least && number <= most ? number : (long?)null
        );

    /// <summary>A duration; null if it is none.</summary>
    public Duration? Duration(SettingKey key) =>
        Read(key, HoconDuration.Expected, text => HoconDuration.TryParse(text, out var duration) ? (object)duration : null) is TimeSpan read
            ? NodaTime.Duration.FromTimeSpan(read)
            : null;

    /// <summary>A number of bytes; 0 if it is none.</summary>
    public long Size(SettingKey key) =>
        Read(key, HoconSize.Expected, text => HoconSize.TryParse(text, out var bytes) ? (object)bytes : null) is long read ? read : 0;

    /// <summary>Yes or no.</summary>
    public bool Flag(SettingKey key) =>
        OneOf(key, ("true", true), ("false", false), ("on", true), ("off", false), ("yes", true), ("no", false));

    /// <summary>One of several words.</summary>
    public T OneOf<T>(SettingKey key, params IReadOnlyList<(string Word, T Value)> choices)
        where T : struct
    {
        var words = choices.Select(choice => choice.Word).ToList();
        var found = root.TryFind(key.Path, out var there) && there.TryGetText(out var text) ? text : "";
        return Value(
            key,
            $"{string.Join(", ", words[..^1])} or {words[^1]}",
            value =>
                value.TryGetText(out var word)
                && words.FindIndex(one => string.Equals(one, word, StringComparison.OrdinalIgnoreCase)) is >= 0 and var at
                    ? choices[at].Value
                    : (T?)null,
            NearMatches.Hint(found, words)
        );
    }

    /// <summary>Notes what is wrong with a setting.</summary>
    /// <param name="key">Which setting.</param>
    /// <param name="what">What was expected, and what to do; the end of a sentence, and further ones.</param>
    /// <param name="code">A symbol of the error catalogue.</param>
    public void Refuse(SettingKey key, string what, string code = ErrorCodes.InvalidSetting)
    {
        if (root.TryFind(key.Path, out var value))
        {
            problems.Add(new StartProblem(code, $"{value.Origin}: {key} is {Found(key, value)}; {what}"));
        }
    }

    /// <summary>Notes that settings contradict each other, at the first of them that is not a default.</summary>
    public void RefuseTogether(IReadOnlyList<SettingKey> keys, string contradiction)
    {
        var origins = keys.Select(key => root.TryFind(key.Path, out var value) ? value.Origin : null).OfType<HoconOrigin>().ToList();
        var origin = origins.Find(place => place.Source != ReferenceSettings.Name) ?? origins[0];
        problems.Add(
            new StartProblem(ErrorCodes.InvalidSetting, $"{origin}: {string.Join(", ", keys)} contradict each other: {contradiction}.")
        );
    }

    private T Value<T>(SettingKey key, string expected, Func<HoconValue, T?> read, string hint = "")
        where T : struct
    {
        if (!root.TryFind(key.Path, out var value))
        {
            return default;
        }

        var result = read(value);
        if (result is null)
        {
            Refuse(key, $"expected {expected}.{hint}");
        }

        return result ?? default;
    }

    private static string Found(SettingKey key, HoconValue value) =>
        value is HoconScalar { ScalarKind: not HoconScalarKind.Null } scalar
            ? $"{(key.IsSecret ? "a text that is not shown" : $"'{scalar.Text}'")}{(scalar.From is { } from ? $" (from {from})" : "")}"
            : value.Kind;
}
