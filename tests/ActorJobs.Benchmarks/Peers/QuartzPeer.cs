using ActorJobs.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>Quartz.NET on PostgreSQL, in this process: triggers of one job are stored while the scheduler stands by, and then fired. Threads, batch size and lock-free
/// rounds are what its pages on tuning name for many triggers that are due at once.</summary>
internal static class QuartzPeer
{
    private const int Threads = 50;
    private const int Group = 500;

    private static readonly JobKey s_job = new("noop");

    /// <summary>Stores and fires.</summary>
    public static async Task<DrainTimes> RunAsync(PostgresServer postgres, int runs, CancellationToken cancellationToken)
    {
        var countdown = new Countdown(runs);
        using var host = Build(postgres, countdown);
        var scheduler = await host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken);
        await scheduler.AddJob(
            JobBuilder.Create<NoopJob>().WithIdentity(s_job).StoreDurably().Build(),
            new AddJobOptions { Replace = true },
            cancellationToken
        );

        var timer = new DrainTimer();
        var job = (await scheduler.GetJobDetail(s_job, cancellationToken))!;
        for (var stored = 0; stored < runs; stored += Group)
        {
            ITrigger[] triggers = [.. Enumerable.Range(stored, Math.Min(Group, runs - stored)).Select(TriggerOf)];
            await scheduler.ScheduleJob(job, triggers, new ScheduleJobOptions { Replace = true }, cancellationToken);
        }

        timer.Submitted();
        await scheduler.Start(cancellationToken);
        await countdown.AllDone.WaitAsync(cancellationToken);
        await scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken);
        return timer.Drained();
    }

    private static ITrigger TriggerOf(int number) =>
        TriggerBuilder.Create().ForJob(s_job).WithIdentity($"{Guid.NewGuid():N}").UsingJobData("number", $"{number}").StartNow().Build();

    private static IHost Build(PostgresServer postgres, Countdown countdown)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton(countdown);
        builder.Services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options =>
            {
                options.MaxBatchSize = Threads;
                options.BatchTriggerAcquisitionFireAheadTimeWindow = TimeSpan.FromSeconds(1);
            });
            quartz.UseDefaultThreadPool(Threads);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(NpgsqlFactory.Instance, $"{postgres.ConnectionString()};Maximum Pool Size={Threads + 10}");
                store.ProvisionSchema();
            });
        });
        builder.Services.Configure<AdoJobStoreOptions>(options =>
        {
            options.MisfireThreshold = TimeSpan.FromHours(1);
            options.AcquireTriggersWithinLock = true;
        });
        return builder.Build();
    }

    private sealed class NoopJob(Countdown countdown) : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            countdown.Add();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Countdown(int runs)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = runs;

        public Task AllDone => _done.Task;

        public void Add()
        {
            if (Interlocked.Decrement(ref _left) == 0)
            {
                _done.SetResult();
            }
        }
    }
}
