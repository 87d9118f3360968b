using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ActorJobs.Worker.Processors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ActorJobs.Worker;

/// <summary>Declares the processors of a worker. What is wrong with them is told, all at once, when the host starts.</summary>
public sealed class WorkerBuilder
{
    private readonly ProcessorDeclarations _declarations;

    internal WorkerBuilder(IServiceCollection services, ProcessorDeclarations declarations)
    {
        Services = services;
        _declarations = declarations;
    }

    /// <summary>The services of the host.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Declares a class as a processor under the name of its <see cref="ProcessorAttribute"/>.</summary>
    /// <typeparam name="T">The class; registered as scoped unless it is registered already.</typeparam>
    /// <returns>The builder.</returns>
    public WorkerBuilder AddProcessor<T>()
        where T : class, IBasicProcessor
    {
        Add(typeof(T));
        return this;
    }

    /// <summary>Declares a class as a processor.</summary>
    /// <typeparam name="T">The class; registered as scoped unless it is registered already.</typeparam>
    /// <param name="name">The processor's name.</param>
    /// <returns>The builder.</returns>
    public WorkerBuilder AddProcessor<T>(string name)
        where T : class, IBasicProcessor
    {
        Services.TryAddScoped<T>();
        _declarations.AddClass(name, typeof(T), HardEndOf(typeof(T).GetCustomAttribute<ProcessorAttribute>()));
        return this;
    }

    /// <summary>Declares a class that kills what it started when <see cref="TaskContext.HardEnd"/> tells it to.</summary>
    internal WorkerBuilder AddKillingProcessor<T>(string name)
        where T : class, IBasicProcessor
    {
        Services.TryAddScoped<T>();
        _declarations.AddClass(name, typeof(T), HardEnd.KillsWhatItStarted);
        return this;
    }

    /// <summary>Declares a function as a processor; it has the shapes that <see cref="ProcessorAttribute"/> lists for methods.</summary>
    /// <param name="name">The processor's name.</param>
    /// <param name="function">The function.</param>
    /// <returns>The builder.</returns>
    public WorkerBuilder AddProcessor(string name, Delegate function)
    {
        ArgumentNullException.ThrowIfNull(function);
        _declarations.AddMethod(name, function.Method, HardEnd.GivenUp, _ => function.Target);
        return this;
    }

    /// <summary>Declares every class and every method of an assembly that carries a <see cref="ProcessorAttribute"/>.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <returns>The builder.</returns>
    [RequiresUnreferencedCode("Looks through all types of the assembly.")]
    public WorkerBuilder AddProcessorsFrom(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        foreach (var type in assembly.GetTypes())
        {
            AddProcessorsFrom(type);
        }
        return this;
    }

    internal void AddProcessorsFrom(Type type)
    {
        const BindingFlags Declared =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        if (type.IsDefined(typeof(ProcessorAttribute), inherit: false))
        {
            Add(type);
        }
        foreach (var method in type.GetMethods(Declared))
        {
            if (method.GetCustomAttribute<ProcessorAttribute>() is { } attribute)
            {
                AddMethod(attribute, type, method);
            }
        }
    }

    private void Add(Type type)
    {
        var attribute = type.GetCustomAttribute<ProcessorAttribute>();
        if (attribute is null)
        {
            _declarations.AddProblem($"{type} has no [Processor(\"name\")]; give it one, or name it in AddProcessor.");
        }
        else if (!type.IsAssignableTo(typeof(IBasicProcessor)) || type.IsAbstract)
        {
            _declarations.AddProblem(
                $"{type} carries [Processor(\"{attribute.Name}\")] but is no class that implements {nameof(IBasicProcessor)}."
            );
        }
        else
        {
            Services.TryAddScoped(type);
            _declarations.AddClass(attribute.Name, type, HardEndOf(attribute));
        }
    }

    private void AddMethod(ProcessorAttribute attribute, Type type, MethodInfo method)
    {
        var (name, hardEnd) = (attribute.Name, HardEndOf(attribute));
        if (method.IsStatic)
        {
            _declarations.AddMethod(name, method, hardEnd, _ => null);
        }
        else if (type.IsAbstract)
        {
            _declarations.AddProblem($"{type}.{method.Name} carries [Processor(\"{name}\")] but its class is abstract.");
        }
        else
        {
            Services.TryAddScoped(type);
            _declarations.AddMethod(name, method, hardEnd, services => services.GetRequiredService(type));
        }
    }

    private static HardEnd HardEndOf(ProcessorAttribute? attribute) =>
        attribute is { OwnProcess: true } ? HardEnd.OwnProcess : HardEnd.GivenUp;
}
