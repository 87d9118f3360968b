using System.Globalization;

namespace ActorJobs.Core.Text;

/// <summary>Small pieces of English that descriptions are made of.</summary>
internal static class Wording
{
    /// <summary><c>a</c>, <c>a and b</c>, <c>a, b and c</c>.</summary>
    public static string List(IReadOnlyList<string> words, string last = "and") =>
        words.Count < 2 ? string.Concat(words) : $"{string.Join(", ", words.SkipLast(1))} {last} {words[^1]}";

    /// <summary>Numbers in ascending order, three or more in a row as a range: <c>1, 3 and 9 to 17</c>.</summary>
    /// <param name="numbers">In ascending order.</param>
    /// <param name="word">How one of them is said.</param>
    public static string Numbers(IReadOnlyList<int> numbers, Func<int, string> word)
    {
        var parts = new List<string>();
        for (var start = 0; start < numbers.Count; )
        {
            var end = start;
            while (end + 1 < numbers.Count && numbers[end + 1] == numbers[end] + 1)
            {
                end++;
            }

            if (end - start >= 2)
            {
                parts.Add($"{word(numbers[start])} to {word(numbers[end])}");
                start = end + 1;
            }
            else
            {
                parts.Add(word(numbers[start]));
                start++;
            }
        }

        return List(parts);
    }

    /// <summary>What someone has noted, as the end of a sentence; empty if he has not.</summary>
    public static string Noted(string? note) => note is null ? "" : $", note: {note}";

    /// <summary>A number in digits.</summary>
    public static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>1st</c>, <c>2nd</c>, <c>3rd</c>, <c>11th</c>.</summary>
    public static string Ordinal(int number) =>
        Digits(number)
        + (
            number % 100 is >= 11 and <= 13
                ? "th"
                : (number % 10) switch
                {
                    1 => "st",
                    2 => "nd",
                    3 => "rd",
                    _ => "th",
                }
        );

    /// <summary>The numbers of the bits that are set.</summary>
    public static IReadOnlyList<int> Bits(ulong bits) => [.. Enumerable.Range(0, 64).Where(bit => (bits & 1UL << bit) != 0)];
}
