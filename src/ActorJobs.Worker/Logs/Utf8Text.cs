using System.Buffers;
using System.Globalization;
using System.Text;

namespace ActorJobs.Worker.Logs;

/// <summary>Texts that are bounded in bytes of UTF-8.</summary>
internal static class Utf8Text
{
    /// <summary>Cuts a text that is too long, between two characters; a mark tells how much is missing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="max">The most bytes that are kept.</param>
    /// <returns>The text itself, or its beginning with the mark.</returns>
    public static string Cut(string text, int max)
    {
        // No character of UTF-16 takes more than three bytes of UTF-8, so only a long text has to be counted.
        if (text.Length <= max / 3 || Encoding.UTF8.GetByteCount(text) <= max)
        {
            return text;
        }
        var buffer = ArrayPool<byte>.Shared.Rent(max);
        Encoding.UTF8.GetEncoder().Convert(text, buffer.AsSpan(0, max), flush: false, out var used, out _, out _);
        ArrayPool<byte>.Shared.Return(buffer);
        var kept = char.IsHighSurrogate(text[used - 1]) ? used - 1 : used;
        var missing = Encoding.UTF8.GetByteCount(text.AsSpan(kept));
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, kept)}… ({missing} more bytes)");
    }
}
