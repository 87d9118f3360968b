using System.Collections.Immutable;

namespace ActorJobs.Hocon;

/// <summary>The way to a value: keys, from the root.</summary>
/// <param name="elements">The keys.</param>
public sealed class HoconPath(ImmutableArray<string> elements) : IEquatable<HoconPath>
{
    /// <summary>The root itself.</summary>
    public static HoconPath Root { get; } = new([]);

    /// <summary>The keys.</summary>
    public ImmutableArray<string> Elements { get; } = elements;

    /// <summary>Reads a path such as <c>a.b."c.d"</c>.</summary>
    /// <exception cref="HoconException">The text is no path.</exception>
    public static HoconPath Parse(string text, HoconOrigin origin) => Text.PathReader.Read(text, origin);

    /// <summary>The path of a field of the object here.</summary>
    public HoconPath Child(string key) => new(Elements.Add(key));

    /// <summary>The path from here on.</summary>
    public HoconPath Concat(HoconPath below) => new(Elements.AddRange(below.Elements));

    /// <summary>Whether this is the other path, or leads further down from it.</summary>
    public bool StartsWith(HoconPath above) =>
        Elements.Length >= above.Elements.Length && Elements.AsSpan()[..above.Elements.Length].SequenceEqual(above.Elements.AsSpan());

    /// <inheritdoc/>
    public bool Equals(HoconPath? other) => other is not null && Elements.AsSpan().SequenceEqual(other.Elements.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HoconPath);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Elements.Aggregate(
            Elements.Length,
            static (hash, element) => HashCode.Combine(hash, element.GetHashCode(StringComparison.Ordinal))
        );

    /// <summary>As it is written: keys that need quotes have them.</summary>
    public override string ToString() => string.Join('.', Elements.Select(Quoted));

    private static string Quoted(string element) =>
        element.Length > 0 && element.All(static letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '/' or '%')
            ? element
            : $"\"{element.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
