using ActorJobs.Errors;
using ActorJobs.Persistence.Sql.Sqlite;

namespace ActorJobs.Persistence.Sql.Tests.Faults;

/// <summary>Places that cannot hold a database, and libraries that cannot write one.</summary>
public class SqlitePlaceTests
{
    /// <summary>As Linux writes it; the last of two mounts on one folder counts, and blanks are octal.</summary>
    private const string Table = """
        26 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
        30 26 0:27 / /media/share rw,relatime - nfs4 server:/export rw,vers=4.2
        31 26 0:28 / /media/my\040files rw - fuse.sshfs me@there: rw
        32 26 0:29 / /media/c rw - 9p drvfs rw,dirsync
        33 26 0:30 / /media/windows rw - cifs //server/share rw
        34 26 0:31 / /ro ro,relatime - ext4 /dev/vdb rw
        35 26 0:32 / /rosuper rw,relatime - squashfs /dev/vdc ro
        36 26 0:33 / /both rw - nfs4 server:/x rw
        37 26 0:34 / /both rw - ext4 /dev/vdd rw
        38 26 0:35 / /fuse rw - fuse.mergerfs local rw
        """;

    [Theory]
    [InlineData("/media/share", "nfs4")]
    [InlineData("/media/share/deep/below", "nfs4")]
    [InlineData("/media/my files/x", "fuse.sshfs")]
    [InlineData("/media/c/data", "9p")]
    [InlineData("/media/windows", "cifs")]
    public void Folder_OnANetworkFileSystem_IsRefusedByItsFormat(string folder, string format)
    {
        var mount = MountTable.Find(Table, folder)!;

        var error = Should.Throw<StoreOpenException>(() => SqliteFiles.Check(mount, folder));

        error.Code.ShouldBe(ErrorCodes.StoreNotLocal);
        error.Message.ShouldContain($"({format})");
        error.Message.ShouldContain("PostgreSQL");
    }

    [Theory]
    [InlineData("/ro/x")]
    [InlineData("/rosuper")]
    public void Folder_OnAReadOnlyFileSystem_IsRefused(string folder) =>
        Should
            .Throw<StoreOpenException>(() => SqliteFiles.Check(MountTable.Find(Table, folder)!, folder))
            .Code.ShouldBe(ErrorCodes.StoreFolderUnusable);

    [Theory]
    [InlineData("/")]
    [InlineData("/var/lib")]
    [InlineData("/media/shared")]
    [InlineData("/both/x")]
    [InlineData("/fuse")]
    public void Folder_OnALocalFileSystem_IsTaken(string folder) => SqliteFiles.Check(MountTable.Find(Table, folder)!, folder);

    [Theory]
    [InlineData(3_034_001, true)]
    [InlineData(3_035_000, false)]
    [InlineData(3_050_004, false)]
    public void Library_OfAnOldVersion_IsRefused(int version, bool refused)
    {
        if (refused)
        {
            var error = Should.Throw<StoreOpenException>(() => SqliteConnections.CheckVersion(version));
            error.Code.ShouldBe(ErrorCodes.StoreNotSupported);
            error.Message.ShouldContain("has version 3.34.1; 3.35 or newer");
        }
        else
        {
            SqliteConnections.CheckVersion(version);
        }
    }
}
