namespace ActorJobs.Hocon.Tests.Specification;

/// <summary>The examples of the specification, by its sections: from 'Value concatenation' to 'Paths as keys'.</summary>
public class ConcatenationTests
{
    [Theory]
    [InlineData("a =  foo bar baz ", """{"a":"foo bar baz"}""")]
    [InlineData("a = foo \"bar  baz\"", """{"a":"foo bar  baz"}""")]
    [InlineData("a = true foo", """{"a":"true foo"}""")]
    [InlineData("a = true", """{"a":true}""")]
    [InlineData("a = null 1.50 false", """{"a":"null 1.50 false"}""")]
    [InlineData("a = 1e5 x", """{"a":"1e5 x"}""")]
    [InlineData("a = foo // comment", """{"a":"foo"}""")]
    [InlineData("a = ${b} is my favorite animal, b = cat", """{"a":"cat is my favorite animal","b":"cat"}""")]
    [InlineData("a = ${b}\" is\", b = 1.0", """{"a":"1.0 is","b":1.0}""")]
    public void StringConcatenation_OfValuesOnALine_KeepsWhatStandsBetween(string hocon, string json) => hocon.ShouldMean(json);

    [Theory]
    [InlineData("a : { b : 1, c : 2 }")]
    [InlineData("a : { b : 1 } { c : 2 }")]
    [InlineData("a : { b : 1 }\na : { c : 2 }")]
    [InlineData("a : { b : 1\n} { c :\n2 }")]
    public void ObjectConcatenation_WrittenInEachWay_MeansTheSame(string hocon) => hocon.ShouldMean("""{"a":{"b":1,"c":2}}""");

    [Theory]
    [InlineData("a : [ 1, 2, 3, 4 ]")]
    [InlineData("a : [ 1, 2 ] [ 3, 4 ]")]
    [InlineData("a : [ 1, 2 ]\na : ${a} [ 3, 4 ]")]
    public void ArrayConcatenation_WrittenInEachWay_MeansTheSame(string hocon) => hocon.ShouldMean("""{"a":[1,2,3,4]}""");

    [Theory]
    [InlineData(
        "data-center-generic = { cluster-size = 6 }\ndata-center-east = ${data-center-generic} { name = \"east\" }",
        """{"data-center-generic":{"cluster-size":6},"data-center-east":{"cluster-size":6,"name":"east"}}"""
    )]
    [InlineData("path = [ /bin ]\npath = ${path} [ /usr/bin ]", """{"path":["/bin","/usr/bin"]}""")]
    [InlineData("x = { a = 1 }, y = { b = 2 }, z = ${x} ${y}", """{"x":{"a":1},"y":{"b":2},"z":{"a":1,"b":2}}""")]
    [InlineData("x = [1], y = [2], z = ${x} ${y}", """{"x":[1],"y":[2],"z":[1,2]}""")]
    [InlineData("x = { a = { b = 1 } }, z = ${x} { a { c = 2 } }", """{"x":{"a":{"b":1}},"z":{"a":{"b":1,"c":2}}}""")]
    public void ObjectAndArrayConcatenation_WithSubstitutions_Joins(string hocon, string json) => hocon.ShouldMean(json);

    [Theory]
    [InlineData("a = [1] { b = 2 }", 1, 9)]
    [InlineData("a = [1] x", 1, 9)]
    [InlineData("a = { b = 1 } x", 1, 15)]
    [InlineData("x = { a = 1 }, z = ${x} \" \" ${x}", 1, 25)]
    [InlineData("x = [1], z = text ${x}", 1, 14)]
    public void ObjectAndArrayConcatenation_OfMixedKinds_IsRefused(string hocon, int line, int column) =>
        hocon.ShouldBeRefused(line, column, "only values of one kind can be joined");

    [Theory]
    [InlineData("a = [ 1 2 3 4 ]", """{"a":["1 2 3 4"]}""")]
    [InlineData("a = [ 1\n 2\n 3\n 4 ]", """{"a":[1,2,3,4]}""")]
    [InlineData("a = [ [ 1, 2 ] [ 3, 4 ] ]", """{"a":[[1,2,3,4]]}""")]
    [InlineData("a = [ [ 1, 2 ]\n [ 3, 4 ] ]", """{"a":[[1,2],[3,4]]}""")]
    [InlineData(
        "name = N, world = W, a = [ This is an unquoted string my name is ${name}, Hello ${world} ]",
        """{"name":"N","world":"W","a":["This is an unquoted string my name is N","Hello W"]}"""
    )]
    public void Arrays_WithoutCommas_AreSeparatedByNewlinesAndJoinedByBlanks(string hocon, string json) => hocon.ShouldMean(json);

    [Theory]
    [InlineData("foo.bar.\"hello.world\" = 1", """{"foo":{"bar":{"hello.world":1}}}""")]
    [InlineData("10.0foo = 1", """{"10":{"0foo":1}}""")]
    [InlineData("foo10.0 = 1", """{"foo10":{"0":1}}""")]
    [InlineData("foo\"10.0\" = 1", """{"foo10.0":1}""")]
    [InlineData("1.2.3 = 1", """{"1":{"2":{"3":1}}}""")]
    [InlineData("a.\"\".b = 1", """{"a":{"":{"b":1}}}""")]
    public void PathExpressions_WithPoints_AreCutOutsideOfQuotes(string hocon, string json) => hocon.ShouldMean(json);

    [Theory]
    [InlineData("a..b = 1")]
    [InlineData(".a = 1")]
    [InlineData("a. = 1")]
    public void PathExpressions_WithAnEmptyElement_AreRefused(string hocon) => hocon.ShouldBeRefused(1, 1, "A path may not start or end");

    [Theory]
    [InlineData("foo.bar : 42", """{"foo":{"bar":42}}""")]
    [InlineData("foo.bar.baz : 42", """{"foo":{"bar":{"baz":42}}}""")]
    [InlineData("a.x : 42, a.y : 43", """{"a":{"x":42,"y":43}}""")]
    [InlineData("a b c : 42", """{"a b c":42}""")]
    [InlineData("true : 42", """{"true":42}""")]
    [InlineData("3 : 42", """{"3":42}""")]
    [InlineData("3.14 : 42", """{"3":{"14":42}}""")]
    [InlineData("a = 1, a.b = 2", """{"a":{"b":2}}""")]
    public void PathsAsKeys_OfEachKind_BecomeObjects(string hocon, string json) => hocon.ShouldMean(json);

    [Fact]
    public void PathsAsKeys_WithASubstitution_AreRefused() => "a${b} = 1".ShouldBeRefused(1, 2, "A key cannot hold a substitution");
}
