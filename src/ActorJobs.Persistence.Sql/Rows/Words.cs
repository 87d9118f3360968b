namespace ActorJobs.Persistence.Sql.Rows;

/// <summary>Enum values as the words that stand in the store: their names in the code.</summary>
internal static class Words<TEnum>
    where TEnum : struct, Enum
{
    private static readonly Dictionary<TEnum, string> Names = Enum.GetValues<TEnum>()
        .ToDictionary(static value => value, static value => value.ToString());

    private static readonly Dictionary<string, TEnum> Values = Names.ToDictionary(
        static pair => pair.Value,
        static pair => pair.Key,
        StringComparer.Ordinal
    );

    public static string Of(TEnum value) => Names[value];

    public static TEnum Read(string word) =>
        Values.TryGetValue(word, out var value)
            ? value
            : throw new InvalidDataException($"The store holds '{word}' where one of {string.Join(", ", Values.Keys)} is expected.");
}
