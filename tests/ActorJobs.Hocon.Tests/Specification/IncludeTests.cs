namespace ActorJobs.Hocon.Tests.Specification;

/// <summary>The examples of the specification, by its sections: 'Includes' with all below it, and what of it is refused.</summary>
public sealed class IncludeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("actorjobs-hocon-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("{ foo include : 42 }", """{"foo include":42}""")]
    [InlineData("{ foo : include }", """{"foo":"include"}""")]
    [InlineData("a = [ include ]", """{"a":["include"]}""")]
    [InlineData("{ \"include\" : 42 }", """{"include":42}""")]
    public void IncludeSyntax_ElsewhereOrQuoted_IsAnOrdinaryWord(string hocon, string json) => hocon.ShouldMean(json);

    [Theory]
    [InlineData("include : 42", 1, 9, "needs quotes")]
    [InlineData("include foo.conf", 1, 17, "needs quotes")]
    [InlineData("include ${x}", 1, 9, "needs quotes")]
    [InlineData("include url(\"http://localhost/a.conf\")", 1, 1, "url() is not read")]
    [InlineData("include required(url(\"http://localhost/a.conf\"))", 1, 1, "url() is not read")]
    [InlineData("include classpath(\"a.conf\")", 1, 1, "classpath() is not read")]
    [InlineData("include \"http://localhost/a.conf\"", 1, 1, "cannot be included")]
    [InlineData("include file(\"a.conf\")", 1, 1, "Give an absolute path")]
    [InlineData("include files(\"a.conf\")", 1, 1, "'files(' stands behind")]
    [InlineData("include required(\"a.conf\"", 1, 26, "')' is missing")]
    [InlineData("include \"/a.properties\"", 1, 1, "Java properties are not read")]
    [InlineData("include \"a.conf\"", 1, 1, "Include an absolute path")]
    [InlineData("a = [ { include \"/a.conf\" } ]", 1, 9, "within an array")]
    public void IncludeSyntax_OfOtherForms_IsRefused(string hocon, int line, int column, string words) =>
        hocon.ShouldBeRefused(line, column, words);

    [Theory]
    [InlineData("a = 1\ninclude \"part\"\nc = 3")]
    [InlineData("a = 1, include \"part.conf\", c = 3")]
    [InlineData("a = 1\ninclude\n\n \"part.conf\"\nc = 3")]
    [InlineData("a = 1\ninclude required( \"part.conf\" )\nc = 3")]
    [InlineData("a = 1\ninclude file(\"FOLDER/part.conf\")\nc = 3")]
    [InlineData("a = 1\ninclude required(file( \"FOLDER/part.conf\" ) )\nc = 3")]
    public void Include_InEachForm_StandsForTheFieldsOfTheFile(string main)
    {
        Write("part.conf", "a = 2, b = 2, c = 2");
        Read(main).ShouldMean("""{"a":2,"b":2,"c":3}""");
    }

    [Fact]
    public void IncludeMerging_WithinAnObject_MergesThere()
    {
        Write("part.conf", "x { p = 1 }");
        Read("a { x { q = 0, p = 0 }, include \"part\" }").ShouldMean("""{"a":{"x":{"q":0,"p":1}}}""");
    }

    [Fact]
    public void IncludeSubstitution_OfAKeyInBothFiles_IsLookedUpFromTheIncludedFileFirst()
    {
        Write("foo.conf", "{ x : 10, y : ${x}, z : ${outside} }");
        Read("{ a : { include \"foo.conf\" }, a : { x : 42 }, outside : 1, x : 0 }")
            .ShouldMean("""{"a":{"x":42,"y":42,"z":1},"outside":1,"x":0}""");
    }

    [Fact]
    public void IncludeSubstitution_OfAnIncludeWithinAnInclude_IsLookedUpFromInsideToOutside()
    {
        Write("inner.conf", "p = ${v}, q = ${w}, r = ${u}");
        Write("middle.conf", "w = middle, v = middle, b { v = inner, include \"inner\" }");
        Read("u = outer, v = outer, w = outer, a { include \"middle\" }")
            .ShouldMean(
                """{"u":"outer","v":"outer","w":"outer","a":{"w":"middle","v":"middle","b":{"v":"inner","p":"inner","q":"middle","r":"outer"}}}"""
            );
    }

    [Fact]
    public void Include_OfAMissingFile_IsPassedOverUnlessRequired()
    {
        Read("a = 1\ninclude \"nothing\"").ShouldMean("""{"a":1}""");
        Refusal("a = 1\n include required(\"nothing.conf\")", 2, 2).ShouldContain("nothing.conf, which is required");
    }

    [Fact]
    public void IncludeFormats_WithoutExtension_TakeJsonAndThenHocon()
    {
        Write("part.json", """{"a":1,"b":1}""");
        Write("part.conf", "b = 2");
        Read("include \"part\"").ShouldMean("""{"a":1,"b":2}""");
    }

    [Fact]
    public void IncludeFormats_OfAFileThatIsThereButNotKnown_AreRefused()
    {
        Write("part.txt", "a = 1");
        Refusal("include \"part.txt\"", 1, 1).ShouldContain("ends in neither .conf nor .json");
        Refusal($"include \"{_folder}\"", 1, 1).ShouldContain("is a folder");
    }

    [Fact]
    public void IncludeLocation_OfARelativeName_IsBesideTheIncludingFile()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "sub"));
        Write("sub/one.conf", "include \"two\"");
        Write("sub/two.conf", "a = 1");
        Read("include \"sub/one\"").ShouldMean("""{"a":1}""");
    }

    [Fact]
    public void Include_OfAFileThatIncludesItself_IsRefusedWithTheWayThere()
    {
        Write("b.conf", "include \"main\"");
        var error = Should.Throw<HoconException>(() => Read("include \"b\""));
        error.Problem.ShouldContain("main.conf → b.conf → main.conf");
        error.Origin.Source.ShouldEndWith("b.conf");
    }

    [Fact]
    public void IncludedFile_WithAnError_IsNamed()
    {
        Write("part.conf", "a = 1\nb = @");
        Should.Throw<HoconException>(() => Read("include \"part\"")).Message.ShouldContain("part.conf:2:5");
    }

    [Fact]
    public void IncludedFile_WithAnArrayAtItsRoot_IsRefused()
    {
        Write("part.conf", "[1]");
        Should.Throw<HoconException>(() => Read("include \"part\"")).Problem.ShouldContain("The root is an array");
    }

    [Fact]
    public void Files_ThatCannotBeRead_AreRefused()
    {
        Should.Throw<HoconException>(() => HoconDocument.ReadFile(Path.Combine(_folder, "no.conf"))).Problem.ShouldContain("no such file");
        Should.Throw<HoconException>(() => HoconDocument.ReadFile(_folder)).Problem.ShouldContain("folder");
        File.WriteAllBytes(Path.Combine(_folder, "latin.conf"), [(byte)'a', (byte)'=', (byte)'1', (byte)'\n', (byte)'b', (byte)'=', 0xE4]);
        var error = Should.Throw<HoconException>(() => HoconDocument.ReadFile(Path.Combine(_folder, "latin.conf")));
        error.Problem.ShouldContain("UTF-8");
        error.Origin.Line.ShouldBe(2);
    }

    private string Refusal(string main, int line, int column)
    {
        var error = Should.Throw<HoconException>(() => Read(main));
        error.Origin.ShouldBe(new HoconOrigin(Path.Combine(_folder, "main.conf"), line, column), error.Message);
        return error.Problem;
    }

    private HoconObject Read(string main)
    {
        Write("main.conf", main.Replace("FOLDER", _folder, StringComparison.Ordinal));
        return HoconDocument.Resolve([HoconDocument.ReadFile(Path.Combine(_folder, "main.conf"))]);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
