namespace ActorJobs.Errors;

/// <summary>Finds what somebody probably meant when he wrote a word that is not known.</summary>
public static class NearMatches
{
    private const int Most = 3;

    /// <summary>
    /// The candidates that are like the word, the nearest first, three at most. A candidate is like it if few letters must be changed,
    /// added, left out or swapped (a third of the word's length, two at least), or if the one holds the other and both have three letters or more.
    /// </summary>
    /// <param name="word">What was found. Upper and lower case count as the same.</param>
    /// <param name="candidates">What would have been valid.</param>
    public static IReadOnlyList<string> Of(string word, IEnumerable<string> candidates)
    {
        var limit = Math.Min(Math.Max(2, word.Length / 3), Math.Max(1, word.Length - 1));
        return
        [
            .. candidates
                .Select(candidate => (candidate, rank: Rank(word, candidate, limit)))
                .Where(near => near.rank <= limit)
                .OrderBy(near => near.rank)
                .ThenBy(near => near.candidate.Length)
                .ThenBy(near => near.candidate, StringComparer.Ordinal)
                .Take(Most)
                .Select(near => near.candidate),
        ];
    }

    /// <summary>The end of an error message: <c> Did you mean 'a' or 'b'?</c> with its leading blank, or nothing if no candidate is near.</summary>
    public static string Hint(string word, IEnumerable<string> candidates)
    {
        var near = Of(word, candidates);
        return near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near.Select(candidate => $"'{candidate}'"))}?";
    }

    private static int Rank(string word, string candidate, int limit)
    {
        // The distance is at least the difference of the lengths, which spares most of the work for long lists such as time zones.
        var distance = Math.Abs(word.Length - candidate.Length) > limit ? int.MaxValue : Distance(word, candidate);
        return distance > limit && Holds(word, candidate) ? limit : distance;
    }

    private static bool Holds(string word, string candidate) =>
        Math.Min(word.Length, candidate.Length) >= 3
        && (candidate.Contains(word, StringComparison.OrdinalIgnoreCase) || word.Contains(candidate, StringComparison.OrdinalIgnoreCase));

    // The optimal string alignment distance: changes, additions, omissions and swaps of neighbours, each for one.
    private static int Distance(string left, string right)
    {
        var beforeLast = new int[right.Length + 1];
        var last = Enumerable.Range(0, right.Length + 1).ToArray();
        var row = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = last[j - 1] + (Same(left[i - 1], right[j - 1]) ? 0 : 1);
                row[j] = Math.Min(change, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[right.Length];
    }

    private static bool Same(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
