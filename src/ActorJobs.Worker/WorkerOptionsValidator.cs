using ActorJobs.Protocol;
using ActorJobs.Trust;
using ActorJobs.Worker.Links;
using Microsoft.Extensions.Options;

namespace ActorJobs.Worker;

/// <summary>Finds all that is wrong in the options at once.</summary>
internal sealed class WorkerOptionsValidator : IValidateOptions<WorkerOptions>
{
    private const long Mebibyte = 1024 * 1024;

    private static readonly TimeSpan s_maxGrace = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, WorkerOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(WorkerOptions options)
    {
        if (options.Servers.Count is 0)
        {
            yield return $"{nameof(WorkerOptions.Servers)} is empty; add the address of a server, such as http://127.0.0.1:7700.";
        }
        foreach (var server in options.Servers.Where(server => !ServerAddress.TryParse(server, out _)))
        {
            yield return $"{nameof(WorkerOptions.Servers)} has '{server}'; an address such as http://127.0.0.1:7700 (http, https, ws or wss) is expected.";
        }
        if (NameProblem(options.App) is { Length: > 0 } app)
        {
            yield return $"{nameof(WorkerOptions.App)} {app}; the name of the app whose jobs the worker runs is expected.";
        }
        if (options.WorkerId.Length > 0 && NameProblem(options.WorkerId) is { Length: > 0 } id)
        {
            yield return $"{nameof(WorkerOptions.WorkerId)} {id}; a name that is unique in the app is expected, or nothing for the default.";
        }
        if (new LocalEnd(options.LocalAddress).Problem() is { Length: > 0 } local)
        {
            yield return $"{nameof(WorkerOptions.LocalAddress)} is {local}, or nothing for the system's choice.";
        }
        if (options.Secret.Any(letter => letter is <= ' ' or > '~'))
        {
            yield return $"{nameof(WorkerOptions.Secret)} has blanks or letters beyond ASCII; what POST /api/v1/apps/NAME:new-secret answered is expected, or nothing.";
        }
        if (!ServerTrust.TryRead(options.CertificateAuthorityFile, out _, out var mistake))
        {
            yield return $"{nameof(WorkerOptions.CertificateAuthorityFile)} is '{options.CertificateAuthorityFile}', {mistake}";
        }
        if (options.Slots is < 1 or > MessageLimits.Slots)
        {
            yield return $"{nameof(WorkerOptions.Slots)} is {options.Slots}; 1 to {MessageLimits.Slots} is expected.";
        }
        if (options.KillGrace <= TimeSpan.Zero || options.KillGrace > s_maxGrace)
        {
            yield return $"{nameof(WorkerOptions.KillGrace)} is {options.KillGrace}; more than 0 and at most {s_maxGrace.TotalHours} hours is expected.";
        }
        foreach (var (key, value) in options.Labels)
        {
            if (NameProblem(key) is { Length: > 0 } problem)
            {
                yield return $"{nameof(WorkerOptions.Labels)} has a key that {problem}; a name such as 'zone' is expected.";
            }
            if (value.Length > 0 && NameProblem(value) is { Length: > 0 } wrong)
            {
                yield return $"{nameof(WorkerOptions.Labels)} has for '{key}' a value that {wrong}.";
            }
        }
        if (options.DrainGrace < TimeSpan.Zero || options.DrainGrace > s_maxGrace)
        {
            yield return $"{nameof(WorkerOptions.DrainGrace)} is {options.DrainGrace}; 0 to {s_maxGrace.TotalHours} hours is expected.";
        }
        if (options.LogSpoolBytes is not 0 and < Mebibyte)
        {
            yield return $"{nameof(WorkerOptions.LogSpoolBytes)} is {options.LogSpoolBytes}; {Mebibyte} or more is expected, or 0 for memory only.";
        }
        if (options.LogHeadBytes < 0)
        {
            yield return $"{nameof(WorkerOptions.LogHeadBytes)} is {options.LogHeadBytes}; 0 or more is expected.";
        }
        if (options.LogTailBytes is < 0 or > 64 * Mebibyte)
        {
            yield return $"{nameof(WorkerOptions.LogTailBytes)} is {options.LogTailBytes}; 0 to {64 * Mebibyte} is expected.";
        }
    }

    private static string NameProblem(string name) =>
        string.IsNullOrWhiteSpace(name) ? "is empty"
        : name.Length > MessageLimits.NameCharacters ? $"has {name.Length} characters, more than {MessageLimits.NameCharacters}"
        : name.Any(char.IsControl) ? "has control characters"
        : "";
}
