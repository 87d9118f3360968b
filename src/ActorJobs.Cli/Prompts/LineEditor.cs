using System.Text;

namespace ActorJobs.Cli.Prompts;

/// <summary>A line that a person edits: what is typed, and where the cursor is in it. It knows nothing of the screen.</summary>
internal sealed class LineEditor(IReadOnlyList<string> history)
{
    private readonly StringBuilder _text = new();
    private int _place = history.Count;
    private string _typed = "";

    /// <summary>The line.</summary>
    public string Text => _text.ToString();

    /// <summary>Before which of its letters the cursor is.</summary>
    public int Cursor { get; private set; }

    /// <summary>Does what a key means.</summary>
    public void Take(ConsoleKeyInfo key)
    {
        switch (key.Key, key.Modifiers.HasFlag(ConsoleModifiers.Control))
        {
            case (ConsoleKey.Backspace, _) or (ConsoleKey.H, true):
                Remove(Cursor - 1, 1);
                break;
            case (ConsoleKey.Delete, _) or (ConsoleKey.D, true):
                Remove(Cursor, 1);
                break;
            case (ConsoleKey.LeftArrow, _) or (ConsoleKey.B, true):
                Cursor = Math.Max(0, Cursor - 1);
                break;
            case (ConsoleKey.RightArrow, _) or (ConsoleKey.F, true):
                Cursor = Math.Min(_text.Length, Cursor + 1);
                break;
            case (ConsoleKey.Home, _) or (ConsoleKey.A, true):
                Cursor = 0;
                break;
            case (ConsoleKey.End, _) or (ConsoleKey.E, true):
                Cursor = _text.Length;
                break;
            case (ConsoleKey.U, true):
                Remove(0, Cursor);
                break;
            case (ConsoleKey.K, true):
                Remove(Cursor, _text.Length - Cursor);
                break;
            case (ConsoleKey.W, true):
                Remove(WordStart(), Cursor - WordStart());
                break;
            case (ConsoleKey.UpArrow, _) or (ConsoleKey.P, true):
                Recall(_place - 1);
                break;
            case (ConsoleKey.DownArrow, _) or (ConsoleKey.N, true):
                Recall(_place + 1);
                break;
            default:
                Insert(char.IsControl(key.KeyChar) ? "" : $"{key.KeyChar}");
                break;
        }
    }

    /// <summary>Puts a text where the cursor is, in place of some letters before it.</summary>
    public void Replace(int letters, string text)
    {
        Remove(Cursor - letters, letters);
        Insert(text);
    }

    private void Insert(string text)
    {
        _text.Insert(Cursor, text);
        Cursor += text.Length;
    }

    private void Remove(int from, int count)
    {
        if (from >= 0 && from + count <= _text.Length && count > 0)
        {
            _text.Remove(from, count);
            Cursor = from;
        }
    }

    private int WordStart()
    {
        var start = Cursor;
        while (start > 0 && _text[start - 1] == ' ')
        {
            start--;
        }

        while (start > 0 && _text[start - 1] != ' ')
        {
            start--;
        }

        return start;
    }

    /// <summary>Shows an earlier line; behind the last one stands what was typed before.</summary>
    private void Recall(int place)
    {
        if (place < 0 || place > history.Count)
        {
            return;
        }

        _typed = _place == history.Count ? Text : _typed;
        _place = place;
        _text.Clear().Append(place == history.Count ? _typed : history[place]);
        Cursor = _text.Length;
    }
}
