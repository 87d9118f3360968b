using System.ComponentModel;
using ActorJobs.Agent.Params;
using ActorJobs.Errors;
using ActorJobs.Worker;
using ActorJobs.Worker.Processes;

namespace ActorJobs.Agent.Programs;

/// <summary>Runs programs to their end, and the end of all that they started.</summary>
internal sealed class ProgramRunner(ProcessTrees trees, TimeProvider time)
{
    private const int ToldLines = 10;

    /// <summary>How long killing is tried; a process that hangs in the kernel cannot be killed.</summary>
    private static readonly TimeSpan s_kill = TimeSpan.FromSeconds(3);

    /// <summary>How long the end of an output is waited for that something in the background still holds.</summary>
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    /// <summary>The mark of all processes of the attempt.</summary>
    /// <param name="context">The attempt.</param>
    /// <param name="leavesBackground">Whether what it leaves in the background may go on.</param>
    public TreeMark MarkOf(TaskContext context, bool leavesBackground)
    {
        var attempt = $"{context.RunId}/{context.Attempt}/{context.FencingToken}";
        return leavesBackground ? ProcessTrees.BackgroundMarkOf(attempt) : trees.MarkOf(attempt);
    }

    /// <summary>Runs a program.</summary>
    /// <exception cref="RefusedException">It cannot be started.</exception>
    public async Task<ProcessResult> RunAsync(TaskContext context, ProgramOrder order, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var tree = await StartAsync(order.Command);
        await using (tree.ConfigureAwait(false))
        {
            context.Vitals.Pid = tree.Pid;
            var stdout = new CapturedOutput(tree.Stdout, RunLogStream.Stdout, order.Encoding, context.Log);
            var stderr = new CapturedOutput(tree.Stderr, RunLogStream.Stderr, order.Encoding, context.Log);
            using var over = new CancellationTokenSource();
            var reading = Task.WhenAll(stdout.ReadAsync(over.Token), stderr.ReadAsync(over.Token));
            var writing = WriteAsync(tree, order, over.Token);
            var (exit, left) = await EndAsync(tree, order, context.HardEnd, cancellationToken);
            // With the last process of the tree its pipes are closed; only what may stay in the background can hold them.
            over.CancelAfter(s_rest);
            await Task.WhenAll(reading, writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var report = new ProgramReport(
                exit.ExitCode,
                exit.Signal,
                stdout.Tail.Text,
                stderr.Tail.Text,
                stdout.Lines,
                stderr.Lines,
                left
            );
            return ResultOf(order, report, exit, stderr, cancellationToken.IsCancellationRequested);
        }
    }

    private async Task<ProcessTree> StartAsync(ProcessCommand command)
    {
        try
        {
            return await trees.StartAsync(command);
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or InvalidOperationException)
        {
            throw new RefusedException(ErrorCodes.ProgramNotFound, $"'{command.Program}' cannot be started: {exception.Message}");
        }
    }

    /// <summary>The program's end, then that of its tree: at once where it ended by itself, within the grace where it was asked to.</summary>
    private async Task<(ProcessEnd Exit, IReadOnlyList<int> Left)> EndAsync(
        ProcessTree tree,
        ProgramOrder order,
        CancellationToken hardEnd,
        CancellationToken cancellationToken
    )
    {
        using var ask = cancellationToken.UnsafeRegister(_ => tree.Ask(), null);
        using var kill = hardEnd.UnsafeRegister(_ => _ = tree.KillAsync(s_kill), null);
        var exit = new ProcessEnd(await tree.ExitAsync(CancellationToken.None));
        if (!cancellationToken.IsCancellationRequested && order.Command.LeavesBackground)
        {
            return (exit, []);
        }
        while (cancellationToken.IsCancellationRequested && !hardEnd.IsCancellationRequested && tree.IsAlive)
        {
            await Task.Delay(s_look, time, CancellationToken.None);
        }
        return (exit, await tree.KillAsync(s_kill));
    }

    private static async Task WriteAsync(ProcessTree tree, ProgramOrder order, CancellationToken cancellationToken)
    {
        try
        {
            await using var stdin = tree.Stdin;
            await stdin.WriteAsync(order.Encoding.GetBytes(order.Stdin), cancellationToken);
        }
        catch (IOException)
        {
            // It does not read what it was given.
        }
    }

    private static ProcessResult ResultOf(ProgramOrder order, ProgramReport report, ProcessEnd exit, CapturedOutput stderr, bool wasAsked)
    {
        var last = stderr.Tail.Last(ToldLines);
        var told = last.Length > 0 ? $" Its last errors:\n{last}" : "";
        return wasAsked ? ProcessResult.Ended($"It was asked to end, and ended with {exit}.{told}", ErrorCodes.Stopped, report)
            : !order.SuccessExitCodes.Contains(exit.ExitCode)
                ? ProcessResult.Failure($"It ended with {exit}.{told}", ErrorCodes.ExitCode, report)
            : order.StderrIsFailure && stderr.Lines > 0
                ? ProcessResult.Failure($"It wrote errors, with {exit}.{told}", ErrorCodes.StderrNotEmpty, report)
            : ProcessResult.Success(report);
    }
}
