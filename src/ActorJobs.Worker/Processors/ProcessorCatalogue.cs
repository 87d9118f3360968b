using ActorJobs.Errors;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Worker.Processors;

/// <summary>The processors of a worker by name.</summary>
internal sealed class ProcessorCatalogue
{
    private readonly Dictionary<string, DeclaredProcessor> _processors = new(StringComparer.Ordinal);

    /// <summary>Binds all that was declared.</summary>
    /// <exception cref="ProcessorDeclarationException">Something is declared wrongly; the message lists all of it.</exception>
    public ProcessorCatalogue(ProcessorDeclarations declarations, IServiceProviderIsService services)
    {
        var problems = new List<string>(declarations.Problems);
        foreach (var same in declarations.Declared.GroupBy(declared => declared.Name, StringComparer.Ordinal))
        {
            problems.AddRange(Add(same.Key, [.. same], services));
        }
        if (problems.Count > 0)
        {
            throw new ProcessorDeclarationException(
                $"The worker's processors are declared wrongly:{string.Concat(problems.Select(problem => $"{Environment.NewLine}- {problem}"))}"
            );
        }
        Names = [.. _processors.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>All names, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Finds a processor.</summary>
    /// <returns>False when there is none of this name.</returns>
    public bool TryFind(string name, out DeclaredProcessor processor) => _processors.TryGetValue(name, out processor!);

    /// <summary>Says, for a human, that there is no processor of this name, and which names are near or known.</summary>
    public string Missing(string name)
    {
        var near = NearMatches.Of(name, Names);
        var hint =
            near.Count > 0 ? $"did you mean {string.Join(" or ", near.Select(known => $"'{known}'"))}?"
            : Names.Count is 0 ? "it has none."
            : $"it has {string.Join(", ", Names.Take(10).Select(known => $"'{known}'"))}{(Names.Count > 10 ? ", …" : ".")}";
        return $"This worker has no processor '{name}'; {hint}";
    }

    private IEnumerable<string> Add(string name, IReadOnlyList<ProcessorDeclarations.Declaration> same, IServiceProviderIsService services)
    {
        var sources = string.Join(" and ", same.Select(declared => declared.Source));
        if (string.IsNullOrWhiteSpace(name))
        {
            return [$"{sources}: the name is empty."];
        }
        if (same.Count > 1)
        {
            return [$"The name '{name}' is declared {same.Count} times: by {sources}."];
        }
        try
        {
            _processors.Add(name, new DeclaredProcessor(same[0].Bind(services), same[0].HardEnd));
            return [];
        }
        catch (ProcessorDeclarationException exception)
        {
            return [$"'{name}', {sources}: {exception.Message}."];
        }
    }
}
