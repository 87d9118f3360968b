using System.Text.Json;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;
using ActorJobs.Errors;
using NodaTime;

namespace ActorJobs.Core.Tests.Apps;

/// <content>What users ask for, and short ways to it.</content>
internal sealed partial class AppGroupDriver
{
    /// <summary>A worker that is online.</summary>
    public FakeWorker AddOnline(string id = "w1", int slots = 1, params string[] processors)
    {
        var worker = AddWorker(id, slots, processors.Length == 0 ? ["echo"] : processors).Dial();
        Settle();
        return worker;
    }

    /// <summary>One call in a turn of its own, whose commit is waited for.</summary>
    public T Call<T>(Func<AppGroup, Moment, T> call)
    {
        T result = default!;
        RefusalException? refusal = null;
        _mailbox.Add(
            (group, moment) =>
            {
                try
                {
                    result = call(group, moment);
                }
                catch (RefusalException exception)
                {
                    refusal = exception;
                }
            }
        );
        Settle();
        return refusal is null ? result : throw refusal;
    }

    public void Call(Action<AppGroup, Moment> call) =>
        Call(
            (group, moment) =>
            {
                call(group, moment);
                return true;
            }
        );

    public SavedJob Save(string json, bool create = true, long? version = null)
    {
        using var document = JsonDocument.Parse(json);
        var reading = JobDefinitionReader.Read(document.RootElement.Clone());
        reading.Errors.ShouldBeEmpty();
        var definition = reading.Definition!;
        return Call(
            (group, moment) =>
                create
                    ? group.CreateJob(definition, reading.Params, moment)
                    : group.ReplaceJob(definition.Name, definition, reading.Params, new ExpectedJob(null, version), moment)
        );
    }

    /// <summary>Makes a run of a user.</summary>
    public RunId Submit(string job, double delay = 0, int? priority = null, string? key = null)
    {
        var id = RunIdentity.OfRequest("app", $"request {++_order}", Now);
        Call(
            (group, moment) =>
            {
                var request = new RunRequest(id, null, moment.Now + Duration.FromSeconds(delay)) { Priority = priority, LimitKey = key };
                group.Submit(job, [request], "test", moment);
            }
        );
        return id;
    }

    /// <summary>Sets what the app has for all of its jobs.</summary>
    public void Configure(string settings) => Call((group, moment) => group.Configure(AppSettingsText.Read(settings), moment));

    public RunWhy Why(RunId run) => Group.Why(run, Moment);

    /// <summary>The states of runs.</summary>
    public IEnumerable<RunState> States(IEnumerable<RunId> runs) => runs.Select(run => Run(run).State);

    /// <summary>Pauses a job, for some seconds or until it is resumed.</summary>
    public void Pause(string job, string? note = null, double? seconds = null) =>
        Call((group, moment) => group.PauseJob(job, "ann", note, In(seconds, moment), moment));

    public void Resume(string job) => Call((group, moment) => group.ResumeJob(job, moment));

    /// <summary>Pauses the whole app, for some seconds or until it is resumed.</summary>
    public void PauseApp(string? note = null, double? seconds = null) =>
        Call((group, moment) => group.PauseApp("ann", note, In(seconds, moment), moment));

    public void ResumeApp() => Call((group, moment) => group.ResumeApp(moment));

    /// <summary>Drains a worker, or those with a label, for some seconds or until that is ended.</summary>
    public void Drain(string? worker, (string Key, string Value)? label = null, string? note = null, double? seconds = null) =>
        Call(
            (group, moment) =>
                group.DrainWorkers(new WorkerDrain(worker, Labels(label), "ann", moment.Now, note, In(seconds, moment)), moment)
        );

    public void EndDrain(string? worker, (string Key, string Value)? label = null) =>
        Call((group, _) => group.EndDrain(worker, Labels(label)));

    private static Dictionary<string, string> Labels((string Key, string Value)? label) =>
        label is var (key, value) ? new(StringComparer.Ordinal) { [key] = value } : [];

    private static Instant? In(double? seconds, Moment moment) =>
        seconds is { } given ? Instant.FromUnixTimeMilliseconds((moment.Now + Duration.FromSeconds(given)).ToUnixTimeMilliseconds()) : null;

    public Run Run(RunId id) => Store.Runs[id];
}
