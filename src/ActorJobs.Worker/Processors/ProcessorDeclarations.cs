using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Worker.Processors;

/// <summary>Runs a processor in the scope of one run.</summary>
internal delegate ValueTask<ProcessResult> ProcessorCall(
    IServiceProvider services,
    TaskContext context,
    CancellationToken cancellationToken
);

/// <summary>What was declared while services were registered; the catalogue is made of it at the start.</summary>
internal sealed class ProcessorDeclarations
{
    private readonly List<Declaration> _declared = [];
    private readonly List<string> _problems = [];

    /// <summary>A declaration: its source, for messages, and a function that makes the call once it is known what services there are.</summary>
    internal readonly record struct Declaration(
        string Name,
        string Source,
        HardEnd HardEnd,
        Func<IServiceProviderIsService, ProcessorCall> Bind
    );

    /// <summary>What was declared, in order.</summary>
    public IReadOnlyList<Declaration> Declared => _declared;

    /// <summary>What was found wrong while declaring.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Declares a class, which is got from the scope of each run.</summary>
    public void AddClass(string name, Type type, HardEnd hardEnd) =>
        _declared.Add(
            new(
                name,
                type.ToString(),
                hardEnd,
                _ =>
                    (services, context, cancellationToken) =>
                        ((IBasicProcessor)services.GetRequiredService(type)).ProcessAsync(context, cancellationToken)
            )
        );

    /// <summary>Declares a method on a target that is made of the scope of each run.</summary>
    public void AddMethod(string name, MethodInfo method, HardEnd hardEnd, Func<IServiceProvider, object?> target) =>
        _declared.Add(new(name, $"{method.DeclaringType}.{method.Name}", hardEnd, services => MethodCall.Bind(method, target, services)));

    /// <summary>Keeps what is wrong until the start.</summary>
    public void AddProblem(string problem) => _problems.Add(problem);
}
