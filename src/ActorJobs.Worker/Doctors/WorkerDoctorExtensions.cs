using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorJobs.Worker.Doctors;

/// <summary>Lets a worker's program offer a doctor.</summary>
public static class WorkerDoctorExtensions
{
    /// <summary>
    /// In place of running the worker of a host, looks at all that it needs and prints it: <c>if (args is ["doctor"]) return await host.RunWorkerDoctorAsync();</c>. The
    /// host is not started, and is disposed of afterwards. Ctrl-C and SIGTERM end it.
    /// </summary>
    /// <param name="host">A host with a worker.</param>
    /// <param name="format">How it is printed, to the standard output.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The exit code for the program: 0 if nothing failed, 1 otherwise.</returns>
    public static async Task<int> RunWorkerDoctorAsync(
        this IHost host,
        DoctorFormat format = DoctorFormat.Text,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(host);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            var doctor = host.Services.GetRequiredService<WorkerDoctor>();
            return await DoctorReport.PrintAsync(doctor.ExamineAsync(stop.Token), format, Console.Out, stop.Token).ConfigureAwait(false);
        }
        finally
        {
            if (host is IAsyncDisposable services)
            {
                await services.DisposeAsync().ConfigureAwait(false);
            }
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
