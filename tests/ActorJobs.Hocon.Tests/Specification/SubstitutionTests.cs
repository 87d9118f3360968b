namespace ActorJobs.Hocon.Tests.Specification;

/// <summary>The examples of the specification, by its sections: 'Substitutions' with all below it, 'Conversion of numerically-indexed objects to arrays', and
/// 'Substitution fallback to environment variables'.</summary>
public class SubstitutionTests
{
    [Theory]
    [InlineData("a = ${b}, b = [1, {c : 2}]", """{"a":[1,{"c":2}],"b":[1,{"c":2}]}""")]
    [InlineData("a = ${b.c}, b.c = 1, b.c = 2", """{"a":2,"b":{"c":2}}""")]
    [InlineData("a = \"${b}\"", """{"a":"${b}"}""")]
    [InlineData("a = ${\"x.y\".z}, \"x.y\" { z = 1 }", """{"a":1,"x.y":{"z":1}}""")]
    [InlineData("a = ${b c}, b c = 1", """{"a":1,"b c":1}""")]
    public void Substitutions_OfEachType_TakeTheFinalValueAndItsType(string hocon, string json) => hocon.ShouldMean(json);

    [Theory]
    [InlineData("a = ${b}", 1, 5, "${b} has no value")]
    [InlineData("a = x ${b.c}", 1, 7, "${b.c} has no value")]
    [InlineData("a = ${ ?b}", 1, 8, "has no meaning here")]
    [InlineData("a = ${b", 1, 8, "expected a path and '}'")]
    [InlineData("a = ${b\n}", 1, 8, "expected a path and '}'")]
    [InlineData("a = ${${b}}", 1, 7, "expected a path and '}'")]
    [InlineData("a = ${}", 1, 5, "A key is missing")]
    public void Substitutions_ThatHaveNoValueOrNoPath_AreRefused(string hocon, int line, int column, string words) =>
        hocon.ShouldBeRefused(line, column, words);

    [Theory]
    [InlineData("foo : ${?bar}", "{}")]
    [InlineData("foo : ${?bar}${?baz}", "{}")]
    [InlineData("foo : 1, foo : ${?bar}", """{"foo":1}""")]
    [InlineData("foo : [1, ${?bar}, 2]", """{"foo":[1,2]}""")]
    [InlineData("foo : x${?bar}y", """{"foo":"xy"}""")]
    [InlineData("foo : ${?bar} [1]", """{"foo":[1]}""")]
    [InlineData("foo : ${?bar} { a = 1 }", """{"foo":{"a":1}}""")]
    public void OptionalSubstitutions_WithoutValue_LeaveNothing(string hocon, string json) => hocon.ShouldMean(json);

    [Theory]
    [InlineData("path : \"a:b:c\"\npath : ${path}\":d\"", """{"path":"a:b:c:d"}""")]
    [InlineData("foo : { a : 1 }\nfoo : ${foo}", """{"foo":{"a":1}}""")]
    [InlineData("foo : ${?foo}", "{}")]
    [InlineData("foo : ${does-not-exist}\nfoo : 42", """{"foo":42}""")]
    [InlineData("foo : ${foo}\nfoo : 42", """{"foo":42}""")]
    [InlineData("foo : { a : { c : 1 } }\nfoo : ${foo.a}\nfoo : { a : 2 }", """{"foo":{"a":2,"c":1}}""")]
    [InlineData("bar : { foo : 42, baz : ${bar.foo} }", """{"bar":{"foo":42,"baz":42}}""")]
    [InlineData("bar : { foo : 42, baz : ${bar.foo} }\nbar : { foo : 43 }", """{"bar":{"foo":43,"baz":43}}""")]
    [InlineData(
        "bar : { a : ${foo.d}, b : 1 }\nbar.b = 3\nfoo : { c : ${bar.b}, d : 2 }\nfoo.d = 4",
        """{"bar":{"a":4,"b":3},"foo":{"c":3,"d":4}}"""
    )]
    [InlineData("a = ${?a}foo", """{"a":"foo"}""")]
    [InlineData("a : 1\nb : 2\na : ${b}\nb : ${a}", """{"a":1,"b":1}""")]
    [InlineData("d { k = ${d.v} }\nd { v = 1 }", """{"d":{"k":1,"v":1}}""")]
    [InlineData("base { k = ${x.v} }\nx = ${base} { v = 1 }", """{"base":{"k":1},"x":{"k":1,"v":1}}""")]
    public void SelfReferences_WithAnEarlierValue_LookBackWhereTheyMust(string hocon, string json) => hocon.ShouldMean(json);

    [Theory]
    [InlineData("foo : ${foo}", 1, 7, "refers to itself")]
    [InlineData("foo : ${foo}\nfoo : { a : 1 }", 1, 7, "refers to itself")]
    [InlineData("a : { b : ${a} }", 1, 11, "holds itself")]
    [InlineData("a : [${a}]", 1, 6, "holds itself")]
    [InlineData("bar : ${foo}\nfoo : ${bar}", 2, 7, "has no value")]
    [InlineData("a : ${b}\nb : ${c}\nc : ${a}", 3, 5, "has no value")]
    public void SelfReferences_ThatLeadNowhere_AreRefused(string hocon, int line, int column, string words) =>
        hocon.ShouldBeRefused(line, column, words);

    [Fact]
    public void Substitutions_InALongChain_AreRefusedAndNoOverflow() =>
        Should
            .Throw<HoconException>(() => Reading.Resolve(string.Join('\n', Enumerable.Range(0, 5000).Select(i => $"a{i} = ${{a{i + 1}}}"))))
            .Problem.ShouldContain("too often");

    [Theory]
    [InlineData("a += b", """{"a":["b"]}""")]
    [InlineData("a = [1], a += 2, a += [3]", """{"a":[1,2,[3]]}""")]
    [InlineData("x { a += 1 }\nx { a += 2 }", """{"x":{"a":[1,2]}}""")]
    [InlineData("a += 1, a = [2], a += 3", """{"a":[2,3]}""")]
    [InlineData("list = [ { a += 1 } ]", """{"list":[{"a":[1]}]}""")]
    public void PlusEquals_WithAndWithoutAnArrayBefore_Appends(string hocon, string json) => hocon.ShouldMean(json);

    [Fact]
    public void PlusEquals_OnWhatIsNoArray_IsRefused() => "a = 1\na += 2".ShouldBeRefused(2, 6, "the value before is a number");

    [Fact]
    public void PlusEquals_VeryOften_IsTaken() =>
        Reading
            .Resolve(string.Join('\n', Enumerable.Range(0, 2000).Select(i => $"a += {i}")))
            .TryFind(new HoconPath(["a"]), out _)
            .ShouldBeTrue();

    [Theory]
    [InlineData("foo.0 = a, foo.1 = b, bar = ${foo} [c]", """{"foo":{"0":"a","1":"b"},"bar":["a","b","c"]}""")]
    [InlineData("foo.2 = b, foo.0 = a, foo.x = y, bar = [z] ${foo}", """{"foo":{"2":"b","0":"a","x":"y"},"bar":["z","a","b"]}""")]
    [InlineData("foo.0 = a, foo += b", """{"foo":["a","b"]}""")]
    public void NumericallyIndexedObjects_WhereAnArrayIsWanted_AreOne(string hocon, string json) => hocon.ShouldMean(json);

    [Fact]
    public void Environment_WhereTheTextHasNothing_IsAsked() =>
        "a = ${HOME}, b = ${?NONE}, c = x${EMPTY}y, d = ${PORT}, e = ${SET}, SET = 1".ShouldMean(
            """{"a":"/root","c":"xy","d":"80","e":1,"SET":1}""",
            ("HOME", "/root"),
            ("EMPTY", ""),
            ("PORT", "80"),
            ("SET", "2")
        );

    [Fact]
    public void Environment_WhereTheTextHasNull_IsNotAsked() =>
        "HOME = null, a = ${HOME}".ShouldMean("""{"HOME":null,"a":null}""", ("HOME", "x"));

    [Fact]
    public void Scalars_ThroughASubstitution_KnowBothPlaces()
    {
        var document = HoconDocument.Parse("a = ${B}\nc = ${d}\nd = 1");
        var root = HoconDocument.Resolve([document], _ => "7");

        Find("a").Origin.ShouldBe(new HoconOrigin("text", 1, 5));
        Find("a").From.ShouldBe(new HoconOrigin("environment variable B"));
        Find("c").From.ShouldBe(new HoconOrigin("text", 3, 5));

        HoconScalar Find(string key) => (HoconScalar)root.Members.Single(member => member.Key == key).Value;
    }

    [Fact]
    public void Layers_LaidOverEachOther_AreOneDocument()
    {
        var reference = HoconDocument.Parse("a { x = 1, y = ${a.x} }\nlist = [1]");
        var file = HoconDocument.Parse("a.x = 2\nlist += 2");
        var values = HoconDocument.FromValues([(new HoconPath(["a", "z"]), "${not} = read", new HoconOrigin("--set a.z"))]);

        HoconDocument.Resolve([reference, file, values]).ShouldMean("""{"a":{"x":2,"y":2,"z":"${not} = read"},"list":[1,2]}""");
    }

    [Fact]
    public void References_OfADocument_AreAllPathsOfSubstitutionsAlsoHiddenOnes() =>
        HoconDocument
            .Parse("a = ${b.c}, b.c = 1, d = ${?none}, e = ${hidden}, e = 1")
            .References.ShouldBe([new HoconPath(["b", "c"]), new HoconPath(["none"]), new HoconPath(["hidden"])]);
}
