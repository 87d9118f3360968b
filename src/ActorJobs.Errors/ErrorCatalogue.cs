using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace ActorJobs.Errors;

/// <summary>Every symbol that an error can have, with its cause and the next step. It is made from <see cref="ErrorCodes"/>.</summary>
public static class ErrorCatalogue
{
    private static readonly FrozenDictionary<string, ErrorEntry> ByCode = Read(typeof(ErrorCodes))
        .ToFrozenDictionary(entry => entry.Code, StringComparer.Ordinal);

    /// <summary>All of them, in alphabetical order.</summary>
    public static IReadOnlyList<ErrorEntry> All { get; } = [.. ByCode.Values.OrderBy(entry => entry.Code, StringComparer.Ordinal)];

    /// <summary>Symbols that are used no more, and why. None of them ever comes back: programs of users may still know it by its old meaning.</summary>
    public static IReadOnlyDictionary<string, string> Retired { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The entry of a symbol; null if there is no such symbol.</summary>
    public static ErrorEntry? Find(string code) => ByCode.GetValueOrDefault(code);

    private static IEnumerable<ErrorEntry> Read([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] Type codes) =>
        codes.GetFields(BindingFlags.Public | BindingFlags.Static).Select(Read);

    private static ErrorEntry Read(FieldInfo constant)
    {
        var code = (string)constant.GetRawConstantValue()!;
        var told =
            constant.GetCustomAttribute<ErrorSymbolAttribute>()
            ?? throw new InvalidOperationException(
                $"The catalogue says nothing of {code}: the constant {constant.Name} needs an [ErrorSymbol]."
            );
        return new ErrorEntry(
            code,
            constant.Name,
            told.From,
            told.To,
            told.Status == 0 ? null : told.Status,
            told.Cause,
            told.NextStep,
            told.MayBeRepeated
        );
    }
}
