namespace ActorJobs.Hocon.Tests.Specification;

/// <summary>The examples of the specification, by its sections: from 'Unchanged from JSON' to 'Multi-line strings'.</summary>
public class SyntaxTests
{
    [Theory]
    [InlineData("""{"a":{"b":[1,-2.5e+10,true,false,null,"text",{}]},"c":[]}""")]
    [InlineData("""{ "a" : "\" \\ \/ \b \f \n \r \t \u00e4" }""")]
    [InlineData("{\"a\"\n:\n1\n,\n\"b\":2}")]
    public void UnchangedFromJson_Json_MeansItself(string json) => json.ShouldMean(json);

    [Theory]
    [InlineData("a = \"open", 1, 5, "does not end on its line")]
    [InlineData("a = \"open\nb = 1", 1, 5, "does not end on its line")]
    [InlineData("a = \"tab\there\"", 1, 9, "\\u0009")]
    [InlineData("""a = "\x" """, 1, 6, "no such escape")]
    [InlineData("""a = "\u12" """, 1, 6, "no such escape")]
    public void UnchangedFromJson_StringsThatAreNone_AreRefused(string hocon, int line, int column, string words) =>
        hocon.ShouldBeRefused(line, column, words);

    [Theory]
    [InlineData("a = 1 // comment\n# another { [ \"\nb = 2", """{"a":1,"b":2}""")]
    [InlineData("a = \"http://x#y\"", """{"a":"http://x#y"}""")]
    [InlineData("a = x//y", """{"a":"x"}""")]
    [InlineData("a = [ 1 # one\n 2 // two\n]", """{"a":[1,2]}""")]
    public void Comments_OfBothKinds_EndWithTheirLine(string hocon, string json) => hocon.ShouldMean(json);

    [Theory]
    [InlineData("", "{}")]
    [InlineData("\n # nothing\n", "{}")]
    [InlineData("a = 1", """{"a":1}""")]
    [InlineData("{ a = 1 }", """{"a":1}""")]
    public void OmitRootBraces_WithAndWithout_MeanTheSame(string hocon, string json) => hocon.ShouldMean(json);

    [Theory]
    [InlineData("a = 1 }", 1, 7, "closes nothing")]
    [InlineData("a = 1\n}", 2, 1, "closes nothing")]
    [InlineData("{ a = 1", 1, 1, "never closed")]
    [InlineData("a {\n b = [1,\n 2", 2, 6, "never closed")]
    [InlineData("{ a = 1 } b = 2", 1, 11, "stands behind the '}'")]
    [InlineData("[1, 2]", 1, 1, "The root is an array")]
    public void OmitRootBraces_Unbalanced_AreRefused(string hocon, int line, int column, string words) =>
        hocon.ShouldBeRefused(line, column, words);

    [Theory]
    [InlineData("foo : 1", """{"foo":1}""")]
    [InlineData("foo=1", """{"foo":1}""")]
    [InlineData("\"foo\" {}", """{"foo":{}}""")]
    [InlineData("foo { bar { x = 1 } }", """{"foo":{"bar":{"x":1}}}""")]
    public void KeyValueSeparator_OfEachKind_Separates(string hocon, string json) => hocon.ShouldMean(json);

    [Theory]
    [InlineData("foo", 1, 4, "expected '=', ':', '+=' or '{'")]
    [InlineData("foo [1]", 1, 5, "expected '=', ':', '+=' or '{'")]
    [InlineData("foo =", 1, 5, "The key 'foo' has no value")]
    [InlineData("foo =\nbar = 1", 1, 5, "The key 'foo' has no value")]
    [InlineData("foo { bar = }", 1, 11, "The key 'bar' has no value")]
    [InlineData("= 1", 1, 1, "stands where a key was expected")]
    [InlineData("foo = a = b", 1, 9, "stands behind the value")]
    [InlineData("url = http://x", 1, 11, "double quotes")]
    public void KeyValueSeparator_MissingOrTooMany_IsRefused(string hocon, int line, int column, string words) =>
        hocon.ShouldBeRefused(line, column, words);

    [Theory]
    [InlineData("a = [1,2,3,]", """{"a":[1,2,3]}""")]
    [InlineData("a = [1\n2\n3]", """{"a":[1,2,3]}""")]
    [InlineData("a = [1\n,2\n\n\n3]", """{"a":[1,2,3]}""")]
    [InlineData("{a : 1, b : 2,}", """{"a":1,"b":2}""")]
    [InlineData("a : 1\nb : 2,\nc : 3", """{"a":1,"b":2,"c":3}""")]
    public void Commas_OneOrANewline_Separate(string hocon, string json) => hocon.ShouldMean(json);

    [Theory]
    [InlineData("a = [1,2,3,,]", 1, 12)]
    [InlineData("a = [,1,2,3]", 1, 6)]
    [InlineData("a = [1,,2,3]", 1, 8)]
    [InlineData("{a : 1, b : 2,,}", 1, 15)]
    [InlineData("{,a : 1}", 1, 2)]
    [InlineData("{a : 1,, b : 2}", 1, 8)]
    public void Commas_TooMany_AreRefused(string hocon, int line, int column) => hocon.ShouldBeRefused(line, column, "comma");

    [Theory]
    [InlineData("\uFEFFa\u00A0=\u20071\u202F\t\v\f\r\u001C\u001D\u001E\u001F\u2028\u2029\nb = 2", """{"a":1,"b":2}""")]
    [InlineData("a = x\r\nb = y\r\n", """{"a":"x","b":"y"}""")]
    public void Whitespace_OfEveryKind_IsWhitespace(string hocon, string json) => hocon.ShouldMean(json);

    [Theory]
    [InlineData("""{ "foo" : { "a" : 42 }, "foo" : { "b" : 43 } }""", """{"foo":{"a":42,"b":43}}""")]
    [InlineData("""{ "foo" : { "a" : 42 }, "foo" : null, "foo" : { "b" : 43 } }""", """{"foo":{"b":43}}""")]
    [InlineData("a = 1, a = 2", """{"a":2}""")]
    [InlineData("a { x { p = 1, q = 1 } }\na { x { q = 2 } }", """{"a":{"x":{"p":1,"q":2}}}""")]
    public void DuplicateKeys_InOneText_LaterWinsAndObjectsMerge(string hocon, string json) => hocon.ShouldMean(json);

    [Theory]
    [InlineData("a = truefoo", """{"a":"truefoo"}""")]
    [InlineData("a = footrue", """{"a":"footrue"}""")]
    [InlineData("a = 10.0bar", """{"a":"10.0bar"}""")]
    [InlineData("a = bar10.0", """{"a":"bar10.0"}""")]
    [InlineData("a = 2026-11-20", """{"a":"2026-11-20"}""")]
    [InlineData("a = -x", """{"a":"-x"}""")]
    [InlineData("a = x.y/z-(1)", """{"a":"x.y/z-(1)"}""")]
    public void UnquotedStrings_OfAllowedCharacters_AreTakenAsTheyStand(string hocon, string json) => hocon.ShouldMean(json);

    [Theory]
    [InlineData('`')]
    [InlineData('^')]
    [InlineData('?')]
    [InlineData('!')]
    [InlineData('@')]
    [InlineData('*')]
    [InlineData('&')]
    [InlineData('\\')]
    [InlineData('$')]
    [InlineData('+')]
    public void UnquotedStrings_WithAForbiddenCharacter_AreRefused(char letter) => $"a = x{letter}y".ShouldBeRefused(1, 6, "double quotes");

    [Theory]
    [InlineData("a = \"\"\"one\n \"two\" \\n\"\"\"", """{"a":"one\n \"two\" \\n"}""")]
    [InlineData("a = \"\"\"foo\"\"\"\"", """{"a":"foo\""}""")]
    [InlineData("a = \"\"\"\"\"\"", """{"a":""}""")]
    [InlineData("a = \"\"\"x\ny\"\"\"\nb = 1", """{"a":"x\ny","b":1}""")]
    public void MultiLineStrings_WithAnythingInThem_AreKeptAsTheyStand(string hocon, string json) => hocon.ShouldMean(json);

    [Fact]
    public void MultiLineStrings_ThatDoNotEnd_AreRefused() => "a = 1\nb = \"\"\"x\ny".ShouldBeRefused(2, 5, "does not end");

    [Fact]
    public void Places_BehindAMultiLineString_AreRight() => "a = \"\"\"x\ny\"\"\", b = @".ShouldBeRefused(2, 11, "'@'");

    [Fact]
    public void Nesting_TooDeep_IsRefusedAndNoOverflow() =>
        Should.Throw<HoconException>(() => Reading.Resolve($"a = {new string('[', 100_000)}"));
}
