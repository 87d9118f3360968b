using System.Buffers;
using System.Text;

namespace ActorJobs.Persistence.Sql.Rows;

/// <summary>Makes free text storable in both databases: PostgreSQL takes no NUL, and UTF-8 has no half of a surrogate pair. Either becomes U+FFFD, so that
/// an odd byte in a worker's message cannot make an app's commits fail for ever.</summary>
internal static class StoredText
{
    private static readonly SearchValues<char> Suspects = SearchValues.Create([
        '\0',
        .. Enumerable.Range(0xD800, 0x800).Select(static unit => (char)unit),
    ]);

    public static string Clean(string text)
    {
        if (text.AsSpan().IndexOfAny(Suspects) < 0)
        {
            return text;
        }
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }
        return clean.ToString();
    }
}
