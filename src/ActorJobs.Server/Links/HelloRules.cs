using ActorJobs.Core.Text;
using ActorJobs.Protocol;
using Google.Protobuf.Collections;

namespace ActorJobs.Server.Links;

/// <summary>What a Hello has to say, as far as that can be told from the Hello alone.</summary>
internal static class HelloRules
{
    private const int LongestHostText = 500;
    private const int MostProblems = 5;
    private const int MostPairs = 200;

    /// <summary>Finds what is wrong with a Hello.</summary>
    /// <returns>Whole sentences; empty if nothing is wrong.</returns>
    public static string Problems(Hello hello) => string.Join(' ', Find(hello).Take(MostProblems));

    /// <summary>Cuts what is only shown.</summary>
    public static void CutTexts(Hello hello)
    {
        hello.Sdk = MessageLimits.Cut(hello.Sdk, MessageLimits.NameCharacters);
        if (hello.Host is { } host)
        {
            host.Name = MessageLimits.Cut(host.Name, LongestHostText);
            host.Os = MessageLimits.Cut(host.Os, LongestHostText);
            host.Architecture = MessageLimits.Cut(host.Architecture, LongestHostText);
            host.Address = MessageLimits.Cut(host.Address, LongestHostText);
        }
    }

    private static IEnumerable<string> Find(Hello hello)
    {
        if (hello.ProtocolMin > hello.Protocol)
        {
            yield return $"protocolMin is {hello.ProtocolMin}, above protocol, which is {hello.Protocol}.";
        }
        if (!NameText.IsValid(hello.App))
        {
            yield return $"app is '{Shown(hello.App)}'; {NameText.Expected}.";
        }
        if (!IsName(hello.Worker))
        {
            yield return $"worker is '{Shown(hello.Worker)}'; expected {NameExpected}.";
        }
        if (!IsName(hello.Incarnation))
        {
            yield return $"incarnation is '{Shown(hello.Incarnation)}'; expected {NameExpected}.";
        }
        if (hello.Session < 1)
        {
            yield return $"session is {hello.Session}; expected 1 for the first socket of the incarnation, 2 for the second, and so on.";
        }
        if (hello.Slots is < 1 or > MessageLimits.Slots)
        {
            yield return $"slots is {hello.Slots}; expected 1 to {MessageLimits.Slots}.";
        }
        if (hello.Processors.Count > MessageLimits.Processors)
        {
            yield return $"processors has {hello.Processors.Count} names; expected at most {MessageLimits.Processors}.";
        }
        foreach (var processor in hello.Processors.Where(processor => !IsName(processor)).Take(1))
        {
            yield return $"processors has '{Shown(processor)}'; expected names of {NameExpected}.";
        }
        foreach (var problem in FindIn("labels", hello.Labels).Concat(FindIn("runtimes", hello.Runtimes)))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> FindIn(string field, MapField<string, string> pairs)
    {
        if (pairs.Count > MostPairs)
        {
            yield return $"{field} has {pairs.Count} entries; expected at most {MostPairs}.";
        }
        foreach (var (key, value) in pairs.Where(pair => !IsName(pair.Key) || pair.Value.Length > LongestHostText).Take(1))
        {
            yield return $"{field} has '{Shown(key)}': '{Shown(value)}'; expected a key of {NameExpected}, and a value of up to {LongestHostText}.";
        }
    }

    private static string NameExpected => $"1 to {MessageLimits.NameCharacters} characters, none of them a control character";

    private static bool IsName(string text) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= MessageLimits.NameCharacters && !text.Any(char.IsControl);

    private static string Shown(string text) => MessageLimits.Cut(text, MessageLimits.NameCharacters);
}
