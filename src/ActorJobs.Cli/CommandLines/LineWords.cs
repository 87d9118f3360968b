using System.Text;

namespace ActorJobs.Cli.CommandLines;

/// <summary>Splits a line into words as a shell does: blanks part them, quotes of either kind keep together, a backslash takes the next letter as it is.</summary>
internal static class LineWords
{
    /// <summary>A word as it is written in a line.</summary>
    public static string Quote(string word) =>
        word.Length > 0
        && word.All(static letter => char.IsLetterOrDigit(letter) || "-_=./:,+@%".Contains(letter, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>The words of a line.</summary>
    /// <exception cref="CliException">A quote is not closed.</exception>
    public static IReadOnlyList<string> Split(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var isWord = false;
        char? quote = null;
        for (var i = 0; i < line.Length; i++)
        {
            var letter = line[i];
            if (quote == letter)
            {
                quote = null;
            }
            else if (quote is null && letter is '"' or '\'')
            {
                (quote, isWord) = (letter, true);
            }
            else if (letter == '\\' && quote != '\'' && i + 1 < line.Length && (quote is null || line[i + 1] is '"' or '\\'))
            {
                word.Append(line[++i]);
                isWord = true;
            }
            else if (quote is null && char.IsWhiteSpace(letter))
            {
                End();
            }
            else
            {
                word.Append(letter);
                isWord = true;
            }
        }

        if (quote is not null)
        {
            throw CliException.Usage($"Found a quote {quote} that is not closed; expected another one at its end.");
        }

        End();
        return words;

        void End()
        {
            if (isWord)
            {
                words.Add(word.ToString());
            }

            word.Clear();
            isWord = false;
        }
    }
}
