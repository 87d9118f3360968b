using ActorJobs.Errors;

namespace ActorJobs.Yaml.Tests;

public class YamlTextTests
{
    [Theory]
    [InlineData("""{"a":[1,2.50,-1e3,true,null,"x"],"b":{},"c":[],"d":{"e":{"f":[]}},"g":[[1],{"h":2}]}""")]
    [InlineData(
        """{"s":["","12","true","null","~","no","Yes","0x1F","1e3",".inf","- a","a: b","# c","@x","{y}","*z","&w","!t","%","`"]}"""
    )]
    [InlineData(
        """{"s":["two\nlines\n","tab\there"," leading","trailing ","quote \" and \\ and '","zwölf 日本 \ud83d\ude00","0 0 3 * * ?","2026-12-01T03:00:00Z"]}"""
    )]
    [InlineData("""{"12":1,"":2,"true":3,"a b":4,"x: y":5,"params":{"$secret":"bank"}}""")]
    public void FromJson_OfAnyJson_IsReadAsTheSame(string json)
    {
        var element = System.Text.Json.JsonElement.Parse(json);

        var yaml = YamlText.FromJson(element);

        var again = System.Text.Json.JsonElement.Parse(YamlText.ToJson(yaml));
        System.Text.Json.JsonElement.DeepEquals(again, element).ShouldBeTrue(yaml);
        YamlText.FromJson(again).ShouldBe(yaml);
    }

    [Fact]
    public void FromJson_OfADefinition_IsAsAPersonWouldWriteIt() =>
        YamlText
            .FromJson(
                System.Text.Json.JsonElement.Parse("""{"jobs":[{"name":"a","enabled":true,"labels":{},"schedules":[{"every":"10s"}]}]}""")
            )
            .ShouldBe("jobs:\n- name: a\n  enabled: true\n  labels: {}\n  schedules:\n  - every: 10s\n");

    [Fact]
    public void ToJson_Workflow_IsItsJson() =>
        YamlText
            .ToJson(
                """
                # A flow by night.
                name: flow
                timeout: 2h
                nodes:
                  - key: fetch
                    processor: { type: sdk, name: echo }
                    retry: &retry
                      max: 3
                      on: [failed, timedOut]
                  - key: size
                    kind: decision
                    branches:
                      - label: large
                        when: "results.fetch.total > 100 && trigger.params.text != 'a: b'"
                    default: small
                  - key: ship
                    job: ship
                    enabled: true
                    retry: *retry
                    params:
                      text: >-
                        order
                        ${results.fetch.id}
                edges:
                  - { from: fetch, to: size }
                """
            )
            .ShouldBe(
                """
                {"name":"flow","timeout":"2h","nodes":[
                {"key":"fetch","processor":{"type":"sdk","name":"echo"},"retry":{"max":3,"on":["failed","timedOut"]}},
                {"key":"size","kind":"decision","branches":[{"label":"large","when":"results.fetch.total > 100 && trigger.params.text != 'a: b'"}],"default":"small"},
                {"key":"ship","job":"ship","enabled":true,"retry":{"max":3,"on":["failed","timedOut"]},"params":{"text":"order ${results.fetch.id}"}}],
                "edges":[{"from":"fetch","to":"size"}]}
                """.ReplaceLineEndings("")
            );

    [Theory]
    [InlineData("true", "true")]
    [InlineData("False", "false")]
    [InlineData("'true'", "\"true\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("no", "\"no\"")]
    [InlineData("~", "null")]
    [InlineData("null", "null")]
    [InlineData("\"null\"", "\"null\"")]
    [InlineData("''", "\"\"")]
    [InlineData("12", "12")]
    [InlineData("+12", "12")]
    [InlineData("-007", "-7")]
    [InlineData("0", "0")]
    [InlineData("1.50", "1.50")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("1e3", "1e3")]
    [InlineData("0x1F", "31")]
    [InlineData("0o17", "15")]
    [InlineData("12345678901234567890.123", "12345678901234567890.123")]
    [InlineData("'12'", "\"12\"")]
    [InlineData("!!str 12", "\"12\"")]
    [InlineData("! 12", "\"12\"")]
    [InlineData("10s", "\"10s\"")]
    [InlineData("1:30", "\"1:30\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("2026-12-01", "\"2026-12-01\"")]
    [InlineData(".", "\".\"")]
    [InlineData("{\"a\": [1, \"ü\"]}", "{\"a\":[1,\"ü\"]}")]
    [InlineData("[&a {x: 1}, *a]", "[{\"x\":1},{\"x\":1}]")]
    [InlineData("on: off", "{\"on\":\"off\"}")]
    [InlineData("true: 1", "{\"true\":1}")]
    public void ToJson_Values_HaveTheTypesOfTheCoreSchema(string yaml, string json) => YamlText.ToJson(yaml).ShouldBe(json);

    [Theory]
    [InlineData("", "Line 1, column 1: The text holds nothing")]
    [InlineData("a: 1\n---\nb: 2", "Line 2, column 1: A second document begins here")]
    [InlineData("a: 1\na: 2", "Line 2, column 1: The field 'a' stands twice")]
    [InlineData("a: [1, 2\nb: 3", "Line 1, column 6: The text is no YAML: what follows here")]
    [InlineData("a: b: c", "Line 1, column 5: The text is no YAML:")]
    [InlineData("a: 'b", "Line 1, column 4: The text is no YAML:")]
    [InlineData("a: .inf", "Line 1, column 4: Found .inf, a number that JSON does not have")]
    [InlineData("a: !!int 3", "Line 1, column 4: Found the tag 'tag:yaml.org,2002:int'")]
    [InlineData("a: !thing {}", "Line 1, column 4: Found the tag '!thing'")]
    [InlineData("? [1]\n: 2", "Line 1, column 3: The name of a field is no plain text")]
    [InlineData("a: *b", "Line 1, column 4: There is no anchor 'b'")]
    [InlineData("a: &b [*b]", "Line 1, column 8: There is no anchor 'b'")]
    public void ToJson_WhatJsonHasNot_IsRefusedWithItsPlace(string yaml, string message)
    {
        var refusal = Should.Throw<RefusalException>(() => YamlText.ToJson(yaml));
        refusal.Code.ShouldBe(ErrorCodes.InvalidYaml);
        refusal.Message.ShouldStartWith(message);
    }

    [Fact]
    public void ToJson_AliasesOfAliases_AreBounded()
    {
        var laughs = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
        for (var level = 1; level < 20; level++)
        {
            laughs += $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 9))}]\n";
        }

        Should
            .Throw<RefusalException>(() => YamlText.ToJson(laughs))
            .Message.ShouldContain("with all aliases replaced, the text is longer than");
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(66, false)]
    [InlineData(100_000, false)]
    public void ToJson_ValuesInEachOther_AreBounded(int depth, bool fine)
    {
        var yaml = new string('[', depth) + new string(']', depth);
        if (fine)
        {
            YamlText.ToJson(yaml).ShouldBe(yaml);
        }
        else
        {
            Should.Throw<RefusalException>(() => YamlText.ToJson(yaml)).Message.ShouldContain("more than 64 deep");
        }
    }

    [Fact]
    public void ToJson_AnyText_IsReadOrRefused()
    {
        const string text = "name: &a [1, 'two', {three: *a}]\nb:\n  - - x # y\n    - \"z\": |\n        t\n  - !!str ? ~\n--- %\t>-@`";
        var random = new Random(20261121);
        var read = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var letters = text[..random.Next(1, text.Length)].ToCharArray();
            for (var change = random.Next(0, 4); change > 0; change--)
            {
                letters[random.Next(letters.Length)] = text[random.Next(text.Length)];
            }

            try
            {
                using var json = System.Text.Json.JsonDocument.Parse(YamlText.ToJson(new string(letters)));
                read++;
            }
            catch (RefusalException refusal)
            {
                refusal.Message.ShouldStartWith("Line ");
            }
        }

        read.ShouldBeGreaterThan(100);
    }
}
