using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Worker.Processors;

/// <summary>Makes a call out of a method of one of the shapes that <see cref="ProcessorAttribute"/> lists.</summary>
internal static class MethodCall
{
    /// <summary>Checks the method's shape and binds its parameters.</summary>
    /// <exception cref="ProcessorDeclarationException">The shape is not one of those that are allowed.</exception>
    public static ProcessorCall Bind(MethodInfo method, Func<IServiceProvider, object?> target, IServiceProviderIsService known)
    {
        var result = BindResult(method);
        var arguments = method.GetParameters().Select(parameter => BindParameter(parameter, known)).ToArray();
        return (services, context, cancellationToken) =>
        {
            var values = new object?[arguments.Length];
            for (var index = 0; index < values.Length; index++)
            {
                values[index] = arguments[index](services, context, cancellationToken);
            }
            return result(method.Invoke(target(services), BindingFlags.DoNotWrapExceptions, binder: null, values, culture: null));
        };
    }

    private delegate object? Argument(IServiceProvider services, TaskContext context, CancellationToken cancellationToken);

    private static Argument BindParameter(ParameterInfo parameter, IServiceProviderIsService known)
    {
        var type = parameter.ParameterType;
        if (type == typeof(TaskContext))
        {
            return (_, context, _) => context;
        }
        if (type == typeof(CancellationToken))
        {
            return (_, _, cancellationToken) => cancellationToken;
        }
        return known.IsService(type)
            ? (services, _, _) => services.GetRequiredService(type)
            : throw new ProcessorDeclarationException(
                $"its parameter '{parameter.Name}' is of type {type}, which is neither TaskContext nor CancellationToken nor a registered service"
            );
    }

    private static Func<object?, ValueTask<ProcessResult>> BindResult(MethodInfo method)
    {
        if (method.ContainsGenericParameters)
        {
            throw new ProcessorDeclarationException("it is generic");
        }
        var type = method.ReturnType;
        if (type == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
        {
            throw new ProcessorDeclarationException("it is async void, whose end nobody sees; return a Task");
        }
        return type == typeof(ProcessResult) ? returned => new(Checked((ProcessResult?)returned))
            : type == typeof(Task<ProcessResult>) ? async returned => Checked(await ((Task<ProcessResult>)returned!).ConfigureAwait(false))
            : type == typeof(ValueTask<ProcessResult>)
                ? async returned => Checked(await ((ValueTask<ProcessResult>)returned!).ConfigureAwait(false))
            : type == typeof(Task)
                ? async returned =>
                {
                    await ((Task)returned!).ConfigureAwait(false);
                    return ProcessResult.Success();
                }
            : type == typeof(ValueTask)
                ? async returned =>
                {
                    await ((ValueTask)returned!).ConfigureAwait(false);
                    return ProcessResult.Success();
                }
            : type == typeof(void) ? _ => new(ProcessResult.Success())
            : throw new ProcessorDeclarationException(
                $"it returns {type}; ProcessResult, a Task or ValueTask of it, Task, ValueTask or void is expected"
            );
    }

    private static ProcessResult Checked(ProcessResult? result) =>
        result ?? throw new InvalidOperationException("The processor returned null in place of a ProcessResult.");
}
