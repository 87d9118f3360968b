using System.Threading.Channels;

namespace ActorJobs.Worker.Tests.Fakes;

/// <summary>Where processors wait until the test lets them go on, and tell that they came.</summary>
internal sealed class Gate
{
    private readonly Channel<TaskContext> _came = Channel.CreateUnbounded<TaskContext>();
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the gate is open.</summary>
    public Task Opened => _open.Task;

    /// <summary>How many came and were not yet expected.</summary>
    public int Waiting => _came.Reader.Count;

    public void Come(TaskContext context) => _came.Writer.TryWrite(context);

    public void Open() => _open.TrySetResult();

    /// <summary>The next processor that came.</summary>
    public async Task<TaskContext> ExpectAsync()
    {
        using var limit = new CancellationTokenSource(FakeSession.Limit);
        return await _came.Reader.ReadAsync(limit.Token);
    }
}
