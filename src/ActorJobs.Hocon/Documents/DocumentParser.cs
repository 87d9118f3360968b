using ActorJobs.Hocon.Text;

namespace ActorJobs.Hocon.Documents;

/// <summary>Makes the tree of one text.</summary>
/// <param name="text">The text.</param>
/// <param name="source">What the text is called in messages.</param>
/// <param name="roots">Where its substitutions may start; the first is where this text itself is.</param>
/// <param name="includes">Reads what it includes, and collects the paths of substitutions.</param>
internal sealed class DocumentParser(string text, string source, IReadOnlyList<HoconPath> roots, IncludeReader includes)
{
    /// <summary>Deeper than any configuration, and shallow enough for a stack.</summary>
    private const int DeepestNesting = 100;

    private readonly TokenStream _tokens = new(new Lexer(text, source).Read(), source);
    private int _depth;
    private int _arrays;

    /// <summary>Reads all of it.</summary>
    /// <exception cref="HoconException">It is no HOCON, or its root is an array.</exception>
    public ObjectNode Parse()
    {
        _tokens.SkipLines();
        switch (_tokens.Current.Kind)
        {
            case TokenKind.OpenBracket:
                throw _tokens.Error("The root is an array; a configuration is an object. Give the array a key.");
            case TokenKind.OpenBrace:
                var root = ParseObject(HoconPath.Root);
                _tokens.SkipLines();
                return _tokens.Current.Kind == TokenKind.End
                    ? root
                    : throw _tokens.Error($"{_tokens.Current.Words} stands behind the '}}' that ends the root object.");
            default:
                var fields = new ObjectNode(_tokens.Here);
                ParseFields(fields, HoconPath.Root, TokenKind.End);
                return fields;
        }
    }

    private ObjectNode ParseObject(HoconPath path)
    {
        var result = new ObjectNode(_tokens.Here);
        var open = _tokens.Take();
        Enter(open);
        ParseFields(result, path, TokenKind.CloseBrace, open);
        _tokens.Take();
        _depth--;
        return result;
    }

    private void ParseFields(ObjectNode into, HoconPath path, TokenKind end, Token open = default)
    {
        _tokens.SkipLines();
        while (_tokens.Current.Kind != end)
        {
            switch (_tokens.Current)
            {
                case { Kind: TokenKind.Comma }:
                    throw _tokens.Error("A comma stands where a key was expected. One comma separates two fields.");
                case { Kind: TokenKind.End }:
                    throw new HoconException(_tokens.At(open), "This '{' is never closed. Add a '}' behind its last field.");
                case { Kind: TokenKind.CloseBrace }:
                    throw _tokens.Error("This '}' closes nothing. Take it away, or open the object with '{'.");
                case { Kind: TokenKind.Unquoted, Text: "include" }:
                    ParseInclude(into, path);
                    break;
                default:
                    ParseField(into, path);
                    break;
            }

            Separate(end, "field");
        }
    }

    private void ParseField(ObjectNode into, HoconPath path)
    {
        var origin = _tokens.Here;
        var key = ParseKey();
        var whole = path.Concat(key);
        _tokens.SkipLines();
        var separator = _tokens.Current;
        if (separator.Kind == TokenKind.OpenBrace)
        {
            into.Add(key, ParseValue(whole));
            return;
        }

        if (separator.Kind is not (TokenKind.Colon or TokenKind.Equals or TokenKind.PlusEquals))
        {
            throw new HoconException(
                _tokens.At(separator),
                $"{separator.Words} stands behind the key '{key}' of line {origin.Line}; expected '=', ':', '+=' or '{{'."
            );
        }

        _tokens.Take();
        var nextLine = _tokens.SkipLines();
        if (_tokens.Current.Kind is TokenKind.End or TokenKind.CloseBrace or TokenKind.Comma)
        {
            throw NoValue(key, separator);
        }

        var value = ParseValue(whole);
        if (nextLine && _tokens.Current.Kind is TokenKind.Colon or TokenKind.Equals)
        {
            throw NoValue(key, separator);
        }

        into.Add(key, separator.Kind == TokenKind.PlusEquals ? new AppendNode(value.Origin, value) : value);
    }

    private HoconException NoValue(HoconPath key, Token separator) =>
        new(_tokens.At(separator), $"The key '{key}' has no value. Write one behind the '{separator.Text}'; \"\" is an empty text.");

    private HoconPath ParseKey()
    {
        var origin = _tokens.Here;
        var pieces = new List<Token>();
        while (_tokens.Current.IsScalar || _tokens.Current.Kind == TokenKind.Whitespace)
        {
            pieces.Add(_tokens.Take());
        }

        return _tokens.Current.Kind is TokenKind.Substitution or TokenKind.OptionalSubstitution
                ? throw _tokens.Error("A key cannot hold a substitution. Write the key itself.")
            : pieces.Count == 0 ? throw _tokens.Error($"{_tokens.Current.Words} stands where a key was expected.")
            : PathReader.Read(pieces, origin);
    }

    private void ParseInclude(ObjectNode into, HoconPath path)
    {
        var origin = _tokens.Here;
        var include = IncludeStatement.Parse(_tokens);
        if (_arrays > 0)
        {
            throw new HoconException(origin, "An include within an array is not read. Give the object a key, and use ${key} in the array.");
        }

        if (includes.Read(include, roots[0].Concat(path), roots) is { } included)
        {
            into.Merge(included);
        }
    }

    private Node ParseValue(HoconPath path)
    {
        var origin = _tokens.Here;
        var pieces = new List<Node>();
        WhitespaceNode? space = null;
        while (true)
        {
            var token = _tokens.Current;
            if (token.Kind == TokenKind.Whitespace)
            {
                space = new WhitespaceNode(_tokens.Here, _tokens.Take().Text);
                continue;
            }

            if (ParsePiece(path) is not { } piece)
            {
                break;
            }

            if (pieces.Count > 0 && space is not null)
            {
                pieces.Add(space);
            }

            space = null;
            pieces.Add(piece);
        }

        return pieces.Count switch
        {
            0 => throw _tokens.Error($"{_tokens.Current.Words} stands where a value was expected."),
            1 => pieces[0],
            _ when pieces.TrueForAll(static piece => piece is ScalarNode or WhitespaceNode) => new ScalarNode(
                new HoconScalar(origin, HoconScalarKind.Text, string.Concat(pieces.Select(TextOf)))
            ),
            _ => new ConcatenationNode(origin, pieces),
        };
    }

    private Node? ParsePiece(HoconPath path) =>
        _tokens.Current.Kind switch
        {
            TokenKind.OpenBrace => ParseObject(path),
            TokenKind.OpenBracket => ParseArray(path),
            TokenKind.Substitution => ParseSubstitution(SubstitutionNeed.Required),
            TokenKind.OptionalSubstitution => ParseSubstitution(SubstitutionNeed.Optional),
            _ when _tokens.Current.IsScalar => Scalar(_tokens.At(_tokens.Current), _tokens.Take()),
            _ => null,
        };

    private ArrayNode ParseArray(HoconPath path)
    {
        var origin = _tokens.Here;
        var open = _tokens.Take();
        Enter(open);
        _arrays++;
        var items = new List<Node>();
        _tokens.SkipLines();
        while (_tokens.Current.Kind != TokenKind.CloseBracket)
        {
            switch (_tokens.Current.Kind)
            {
                case TokenKind.Comma:
                    throw _tokens.Error("A comma stands where an element was expected. One comma separates two elements.");
                case TokenKind.End:
                    throw new HoconException(origin, "This '[' is never closed. Add a ']' behind its last element.");
            }

            items.Add(ParseValue(path));
            Separate(TokenKind.CloseBracket, "element");
        }

        _tokens.Take();
        _arrays--;
        _depth--;
        return new ArrayNode(origin, items);
    }

    private SubstitutionNode ParseSubstitution(SubstitutionNeed need)
    {
        var origin = _tokens.Here;
        _tokens.Take();
        var pieces = new List<Token>();
        while (_tokens.Current.IsScalar || _tokens.Current.Kind == TokenKind.Whitespace)
        {
            pieces.Add(_tokens.Take());
        }

        if (_tokens.Current.Kind != TokenKind.CloseBrace)
        {
            throw _tokens.Error($"{_tokens.Current.Words} stands in a substitution; expected a path and '}}', such as ${{a.b}}.");
        }

        _tokens.Take();
        var path = PathReader.Read(pieces, origin);
        includes.References.UnionWith(roots.Select(root => root.Concat(path)));
        return new SubstitutionNode(origin, path, need, roots);
    }

    /// <summary>Behind a field or an element: its end, a comma, or a newline.</summary>
    private void Separate(TokenKind end, string what)
    {
        var newline = _tokens.SkipLines();
        if (_tokens.Current.Kind == TokenKind.Comma)
        {
            _tokens.Take();
            _tokens.SkipLines();
            return;
        }

        if (!newline && _tokens.Current.Kind != end && _tokens.Current.Kind is not (TokenKind.End or TokenKind.CloseBrace))
        {
            throw _tokens.Error(
                $"{_tokens.Current.Words} stands behind the value; expected a comma or a new line before the next {what}. Put a "
                    + "text that holds such characters into double quotes."
            );
        }
    }

    private void Enter(Token open)
    {
        if (++_depth > DeepestNesting)
        {
            throw new HoconException(_tokens.At(open), $"Objects and arrays are nested more than {DeepestNesting} levels deep.");
        }
    }

    private static ScalarNode Scalar(HoconOrigin origin, Token token)
    {
        var kind = token switch
        {
            { Kind: TokenKind.Number } => HoconScalarKind.Number,
            { Kind: TokenKind.Unquoted, Text: "true" or "false" } => HoconScalarKind.Boolean,
            { Kind: TokenKind.Unquoted, Text: "null" } => HoconScalarKind.Null,
            _ => HoconScalarKind.Text,
        };
        return new ScalarNode(new HoconScalar(origin, kind, token.Text));
    }

    private static string TextOf(Node piece) => piece is WhitespaceNode space ? space.Text : ((ScalarNode)piece).Value.Text;
}
