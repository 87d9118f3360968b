using System.Globalization;
using System.Text.RegularExpressions;

namespace ActorJobs.Persistence.Sql.Sqlite;

/// <summary>A file system that is mounted.</summary>
/// <param name="Folder">Where.</param>
/// <param name="Format">Its type, such as <c>ext4</c>, <c>nfs4</c> or <c>fuse.sshfs</c>.</param>
/// <param name="IsReadOnly">Whether nothing can be written to it.</param>
internal sealed record Mount(string Folder, string Format, bool IsReadOnly)
{
    /// <summary>Formats whose files lie on another machine, where locks and shared memory of SQLite do not hold.</summary>
    private static readonly HashSet<string> OfNetworks =
    [
        "9p",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "fuse.ceph-fuse",
        "fuse.davfs",
        "fuse.gcsfuse",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.smbnetfs",
        "fuse.sshfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "orangefs",
        "smb2",
        "smb3",
        "smbfs",
        "v9fs",
        "vboxsf",
    ];

    /// <summary>Whether its files lie on another machine.</summary>
    public bool IsOfNetwork => OfNetworks.Contains(Format);
}

/// <summary>The mount table of Linux, which tells formats apart that statfs does not, such as that of sshfs.</summary>
internal static partial class MountTable
{
    private const string Table = "/proc/self/mountinfo";

    /// <summary>The mount that a folder lies on; null where there is no such table.</summary>
    /// <param name="folder">An absolute path.</param>
    public static Mount? Of(string folder) => File.Exists(Table) ? Find(File.ReadAllText(Table), folder) : null;

    /// <summary>The same for a given table.</summary>
    public static Mount? Find(string table, string folder) =>
        table
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(Read)
            .Where(mount => Holds(mount.Folder, folder))
            // The later of two mounts on one folder covers the earlier one.
            .Aggregate((Mount?)null, static (best, mount) => best is null || mount.Folder.Length >= best.Folder.Length ? mount : best);

    private static Mount Read(string line)
    {
        var fields = line.Split(' ');
        var dash = Array.IndexOf(fields, "-");
        var options = $"{fields[5]},{fields[dash + 3]}".Split(',');
        return new Mount(Unescaped(fields[4]), fields[dash + 1], options.Contains("ro", StringComparer.Ordinal));
    }

    private static bool Holds(string mount, string folder) =>
        mount == "/" || folder == mount || folder.StartsWith($"{mount}/", StringComparison.Ordinal);

    /// <summary>Blanks and a few others stand as three octal digits.</summary>
    private static string Unescaped(string path) =>
        Octal().Replace(path, static match => ((char)Convert.ToInt32(match.Value[1..], 8)).ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\\[0-7]{3}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Octal();
}
