using ActorJobs.Agent.Params;
using ActorJobs.Agent.Settings;
using ActorJobs.Errors;
using ActorJobs.Worker;
using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Agent.Files;

/// <summary>Deletes files that are old or too many. It goes down real folders only: a link is neither followed nor deleted.</summary>
internal sealed class FileCleanupProcessor(AgentSettings settings, TimeProvider time) : AgentProcessor
{
    private const int ListedFiles = 100;
    private const int ListedProblems = 20;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<string> Fields { get; } = ["folder", "glob", "olderThan", "keepNewest", "dryRun"];

    /// <inheritdoc/>
    protected override Task<ProcessResult> RunAsync(TaskContext context, ParamFields fields, CancellationToken cancellationToken)
    {
        var named = fields.RequiredText("folder", "the path of a folder");
        var glob = fields.RequiredText("glob", "a pattern such as *.log or **/*.tmp");
        var isDry = fields.Flag("dryRun", otherwise: false);
        if (!fields.Has("olderThan") && !fields.Has("keepNewest"))
        {
            throw new ParamsException(
                "The params have neither 'olderThan' nor 'keepNewest'; one of them has to say which of the files may go."
            );
        }
        var until = fields.Has("olderThan") ? time.GetUtcNow() - fields.Duration("olderThan", default) : DateTimeOffset.MaxValue;
        var keepNewest = fields.Number("keepNewest", 0, least: 0, int.MaxValue);
        var folder = settings.CleanupFolders.RealPathOf(named);
        if (!Directory.Exists(folder))
        {
            throw new RefusedException(ErrorCodes.ProgramNotFound, $"There is no folder '{folder}' on the worker's machine.");
        }
        var (files, links) = Find(new DirectoryInfo(folder), glob, cancellationToken);
        var old = files
            .OrderByDescending(file => file.LastWriteTimeUtc)
            .Skip(keepNewest)
            .Where(file => file.LastWriteTimeUtc < until.UtcDateTime)
            .ToList();
        return Task.FromResult(Delete(context, folder, files.Count, old, links, isDry, cancellationToken));
    }

    private static (List<FileInfo> Files, int Links) Find(DirectoryInfo root, string glob, CancellationToken cancellationToken)
    {
        var matcher = new Matcher(StringComparison.Ordinal).AddInclude(glob);
        var (files, links) = (new List<FileInfo>(), 0);
        var folders = new Stack<DirectoryInfo>([root]);
        var all = new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };
        while (folders.TryPop(out var folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in folder.EnumerateFileSystemInfos("*", all))
            {
                if (entry.LinkTarget is not null)
                {
                    links++;
                }
                else if (entry is DirectoryInfo below)
                {
                    folders.Push(below);
                }
                else if (entry is FileInfo file && matcher.Match(Path.GetRelativePath(root.FullName, file.FullName)).HasMatches)
                {
                    files.Add(file);
                }
            }
        }
        return (files, links);
    }

    private static ProcessResult Delete(
        TaskContext context,
        string folder,
        int matched,
        List<FileInfo> old,
        int links,
        bool isDry,
        CancellationToken cancellationToken
    )
    {
        var (deleted, bytes) = (new List<string>(), 0L);
        var problems = new List<string>();
        foreach (var (index, file) in old.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (name, size) = (Path.GetRelativePath(folder, file.FullName), file.Length);
            try
            {
                if (!isDry)
                {
                    file.Delete();
                    context.Logger.LogInformation("Deleted {File}", file.FullName);
                }
                deleted.Add(name);
                bytes += size;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                problems.Add($"{name}: {exception.Message}");
            }
            context.ReportProgress((index + 1.0) / old.Count, name);
        }
        var report = new CleanupReport(
            isDry,
            matched,
            matched - old.Count,
            deleted.Count,
            bytes,
            links,
            [.. deleted.Take(ListedFiles)],
            [.. problems.Take(ListedProblems)]
        );
        return problems.Count is 0
            ? ProcessResult.Success(report)
            : ProcessResult.Failure(
                $"{problems.Count} of {old.Count} files could not be deleted; the first one is {problems[0]}",
                ErrorCodes.Failed,
                report
            );
    }
}
