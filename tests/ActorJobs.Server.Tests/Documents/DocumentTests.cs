using System.Text.Json;
using System.Text.Json.Nodes;
using ActorJobs.Server.Tests.Processes;

namespace ActorJobs.Server.Tests.Documents;

/// <summary>What the documents print is run as a reader would run it, and does what they say.</summary>
[Trait("Category", "Slow")]
public sealed class DocumentTests(ProcessesFixture fixture) : IClassFixture<ProcessesFixture>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMilliseconds(250);

    /// <summary>From the root.</summary>
    public static TheoryData<string> Documents { get; } = new(Document.WithCommands);

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Commands_OfTheDocument_DoWhatItSays(string path)
    {
        using var limit = new CancellationTokenSource(Limit);
        var document = Document.Read(path);
        await using var shell = await DocumentShell.CreateAsync(document, fixture);
        foreach (var (index, block) in document.Blocks.Index().Where(block => block.Item.Language != "json"))
        {
            var answer = document.Blocks.Skip(index + 1).FirstOrDefault() is { Language: "json" } next ? next : null;
            await RunAsync(shell, block, answer, limit.Token);
        }

        await shell.EndBackgroundAsync();
    }

    private static async Task RunAsync(DocumentShell shell, DocumentBlock block, DocumentBlock? answer, CancellationToken cancellationToken)
    {
        switch (block.Rule)
        {
            case BlockRule.Run rule:
                var result = await shell.RunAsync(block.Text, cancellationToken);
                Check(rule, block, answer, result);
                break;
            case BlockRule.Until rule:
                Check(new BlockRule.Run(), block, answer, await RepeatAsync(shell, block, rule.Text, cancellationToken));
                break;
            case BlockRule.Background rule:
                if (rule.Alone)
                {
                    await shell.EndBackgroundAsync();
                }

                await shell.StartAsync(block.Text, rule.Text, cancellationToken);
                break;
            case BlockRule.Written rule:
                await shell.WriteAsync(rule.Path, block.Text, cancellationToken);
                break;
        }
    }

    private static async Task<ShellResult> RepeatAsync(
        DocumentShell shell,
        DocumentBlock block,
        string text,
        CancellationToken cancellationToken
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            var result = await shell.RunAsync(block.Text, cancellationToken);
            if (result.ExitCode != 0 || result.Output.Contains(text, StringComparison.Ordinal))
            {
                return result;
            }

            try
            {
                await Task.Delay(AgainAfter, TimeProvider.System, patience.Token);
            }
            catch (OperationCanceledException over)
            {
                throw new TimeoutException($"{block.Place} never printed '{text}':\n{block.Text}\n{result}", over);
            }
        }
    }

    private static void Check(BlockRule.Run rule, DocumentBlock block, DocumentBlock? answer, ShellResult result)
    {
        var told = $"{block.Place}\n{block.Text}\n{result}";
        result.ExitCode.ShouldBe(0, told);
        result
            .Statuses.Take(rule.Status is null ? result.Statuses.Count : result.Statuses.Count - 1)
            .ShouldAllBe(status => status / 100 == 2, told);
        if (rule.Status is { } expected)
        {
            (result.Statuses is [.., var last] ? last : 0).ShouldBe(expected, told);
        }

        if (answer is not null)
        {
            Differences(answer, result, rule.VeryAnswer).ShouldBeEmpty($"The answer is not as {answer.Place} has it. {told}");
        }
    }

    /// <summary>The documented values are the last ones that the commands printed.</summary>
    private static IEnumerable<string> Differences(DocumentBlock answer, ShellResult result, bool veryAnswer)
    {
        IReadOnlyList<JsonNode?> found;
        try
        {
            found = JsonShape.ReadAll(result.Output);
        }
        catch (JsonException exception)
        {
            return [exception.Message];
        }

        var documented = JsonShape.ReadAll(answer.Text);
        return found.Count < documented.Count ? [$"{documented.Count} values are documented, {found.Count} were answered"]
            : veryAnswer && !JsonNode.DeepEquals(documented[^1], found[^1]) ? [$"{found[^1]?.ToJsonString()} is not the very answer"]
            : documented.Zip(found.TakeLast(documented.Count)).SelectMany(pair => JsonShape.Differences(pair.First, pair.Second));
    }
}
