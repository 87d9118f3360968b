using System.Runtime.CompilerServices;
using ActorJobs.Protocol;
using ActorJobs.Trust;
using ActorJobs.Worker.Links;
using ActorJobs.Worker.Processes;
using ActorJobs.Worker.Processors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ActorJobs.Worker.Doctors;

/// <summary>
/// Looks at all that the worker of this host needs, from where it runs: its settings, the way to each server, and the machine. It disturbs no running worker, not even
/// one with the same settings, and never gets a run. <see cref="WorkerDoctorExtensions.RunWorkerDoctorAsync"/> prints what it finds.
/// </summary>
public sealed class WorkerDoctor
{
    private readonly IOptions<WorkerOptions> _options;
    private readonly ProcessorDeclarations _declarations;
    private readonly IServiceProviderIsService _services;
    private readonly IEnumerable<IWorkerCheck> _more;
    private readonly OptionNames _names;
    private readonly WorkerTimings _timings;
    private readonly TimeProvider _time;

    internal WorkerDoctor(
        IOptions<WorkerOptions> options,
        ProcessorDeclarations declarations,
        IServiceProviderIsService services,
        IEnumerable<IWorkerCheck> more,
        OptionNames names,
        WorkerTimings timings,
        TimeProvider time
    )
    {
        (_options, _declarations, _services, _more) = (options, declarations, services, more);
        (_names, _timings, _time) = (names, timings, time);
    }

    /// <summary>Makes all checks, one after the other. Each has at most 10 s.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What each found, as soon as it is known.</returns>
    public async IAsyncEnumerable<CheckResult> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (FindProblem() is { Length: > 0 } problem)
        {
            foreach (var result in WithoutSettings(problem, "Mend what is named."))
            {
                yield return result;
            }
            yield break;
        }
        yield return new CheckResult("settings", "", Settings(_options.Value), TimeSpan.Zero);
        foreach (var server in _options.Value.Servers)
        {
            await foreach (var result in ExamineAsync(server, cancellationToken).ConfigureAwait(false))
            {
                yield return result;
            }
        }
        foreach (var check in Checks(_options.Value))
        {
            yield return await MakeAsync(check.Name, "", check.CheckAsync, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What is told where there are no settings to look at anything with.</summary>
    /// <param name="problem">What is wrong with them.</param>
    /// <param name="cure">What to do.</param>
    internal static IReadOnlyList<CheckResult> WithoutSettings(string problem, string cure) =>
        [
            new("settings", "", Finding.Failure(Shown.Message(problem), "settings with which the worker starts", cure), TimeSpan.Zero),
            new("all else", "", Finding.Skipped("not looked at, since settings failed"), TimeSpan.Zero),
        ];

    private async IAsyncEnumerable<CheckResult> ExamineAsync(string server, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var shown = Shown.WithoutSecrets(server);
        var failed = "";
        foreach (var (name, check) in new ServerExamination(Examined(server)).Steps)
        {
            if (failed.Length > 0)
            {
                yield return new CheckResult(name, shown, Finding.Skipped($"not looked at, since {failed} failed"), TimeSpan.Zero);
                continue;
            }
            var result = await MakeAsync(name, shown, check, cancellationToken).ConfigureAwait(false);
            failed = result.Finding.Verdict is Verdict.Failure ? name : "";
            yield return result;
        }
    }

    /// <summary>Makes a check within its time, away from the caller: what hangs in the system, as a dead disk does, is left behind.</summary>
    private async Task<CheckResult> MakeAsync(
        string name,
        string server,
        Func<CancellationToken, Task<Finding>> check,
        CancellationToken cancellationToken
    )
    {
        var started = _time.GetTimestamp();
        using var limit = new CancellationTokenSource(_timings.DoctorCheck, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        Finding finding;
        try
        {
            finding = await Task.Run(() => check(either.Token), either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var span = Shown.Span(_timings.DoctorCheck);
            finding = Finding.Failure(
                $"no end within {span}",
                $"an end within {span}",
                server.Length > 0
                    ? "Look what on the way to the server holds connections up: a firewall, a proxy, an overloaded server."
                    : "Look whether a disk or network drive of this machine hangs."
            );
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            finding = Finding.Failure(exception.GetBaseException().Message, "a check that ends", "Mend what the message names.");
        }
        // The system's own words may repeat an address, such as that of a proxy with its password.
        finding = finding with
        {
            Found = Shown.Message(finding.Found),
            Cure = Shown.Message(finding.Cure),
        };
        return new CheckResult(name, server, finding, _time.GetElapsedTime(started));
    }

    private string FindProblem()
    {
        try
        {
            _ = _options.Value;
            _ = new ProcessorCatalogue(_declarations, _services);
            return "";
        }
        catch (Exception exception) when (exception is OptionsValidationException or ProcessorDeclarationException)
        {
            return exception.Message;
        }
    }

    private Finding Settings(WorkerOptions options) =>
        Finding.Ok(
            $"app {options.App}, "
                + $"{(options.WorkerId.Length > 0 ? $"worker {options.WorkerId}" : "a worker id of the machine's name and a number")}, {options.Slots} slots, "
                + $"{(options.Secret.Length > 0 ? "a secret" : "no secret")}, {options.Servers.Count} server(s), "
                + $"processors {string.Join(", ", new ProcessorCatalogue(_declarations, _services).Names.DefaultIfEmpty("none"))}"
        );

    private ExaminedServer Examined(string server)
    {
        var options = _options.Value;
        // All of this was validated with the settings.
        _ = ServerAddress.TryParse(server, out var address);
        _ = ServerTrust.TryRead(options.CertificateAuthorityFile, out var trust, out _);
        var id = $"doctor-of-{(options.WorkerId.Length > 0 ? options.WorkerId : Environment.MachineName)}";
        var self = new WorkerSelf(
            options.App,
            id[..Math.Min(id.Length, MessageLimits.NameCharacters)],
            options.Slots,
            options.Labels,
            Task.FromResult<IDictionary<string, string>>(new Dictionary<string, string>(StringComparer.Ordinal)),
            new ProcessorCatalogue(_declarations, _services),
            _time
        );
        return new ExaminedServer(address!, options, _names, trust!, self, _time, _timings.DoctorCheck);
    }

    private IEnumerable<IWorkerCheck> Checks(WorkerOptions options) =>
        [
            new DataFolderCheck(options, _names, _time),
            new SpoolCheck(options, _time),
            new MemoryCheck(),
            new ProcessTreeCheck(ControlGroupMount.OfThisProcess(), _time, _timings),
            new RuntimesCheck(options, _names, _timings),
            .. _more,
            new TimeZoneCheck(),
            new FileLimitCheck(options),
        ];
}
