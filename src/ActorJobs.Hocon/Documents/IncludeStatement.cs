using ActorJobs.Hocon.Text;

namespace ActorJobs.Hocon.Documents;

/// <summary>An include, as it was written.</summary>
/// <param name="Origin">Where.</param>
/// <param name="Name">What stands in the quotes.</param>
/// <param name="IsFile">Whether it stands in <c>file()</c>.</param>
/// <param name="IsRequired">Whether it stands in <c>required()</c>.</param>
internal sealed record IncludeStatement(HoconOrigin Origin, string Name, bool IsFile, bool IsRequired)
{
    private const string Expected = "expected include \"name\", include file(\"/name\") or one of them in required()";

    /// <summary>Reads one; the current token is the word <c>include</c>.</summary>
    public static IncludeStatement Parse(TokenStream tokens)
    {
        var origin = tokens.Here;
        tokens.Take();
        tokens.SkipLines();
        var opening = "";
        while (tokens.Current.Kind == TokenKind.Unquoted)
        {
            opening += tokens.Take().Text;
            tokens.SkipWhitespace();
        }

        if (tokens.Current.Kind != TokenKind.Quoted)
        {
            throw tokens.Error(
                $"{tokens.Current.Words} stands behind the word include; {Expected}. A key that starts with this word needs quotes."
            );
        }

        var name = tokens.Take().Text;
        var closing = "";
        while (closing.Length < opening.Count(static letter => letter == '('))
        {
            tokens.SkipWhitespace();
            closing += tokens.Current.Kind == TokenKind.Unquoted ? tokens.Take().Text : throw tokens.Error("A ')' is missing here.");
        }

        if (closing.Any(static letter => letter != ')'))
        {
            throw new HoconException(origin, $"'{closing}' stands behind the name; {Expected}.");
        }

        return opening switch
        {
            "" => new IncludeStatement(origin, name, IsFile: false, IsRequired: false),
            "file(" => new IncludeStatement(origin, name, IsFile: true, IsRequired: false),
            "required(" => new IncludeStatement(origin, name, IsFile: false, IsRequired: true),
            "required(file(" => new IncludeStatement(origin, name, IsFile: true, IsRequired: true),
            "url(" or "required(url(" => throw new HoconException(
                origin,
                "include url() is not read: a configuration does not come over the network. Download the file, and include it by its path."
            ),
            "classpath(" or "required(classpath(" => throw new HoconException(
                origin,
                "include classpath() is not read: there is no class path here. Include the file by its path."
            ),
            _ => throw new HoconException(origin, $"'{opening}' stands behind the word include; {Expected}."),
        };
    }
}
