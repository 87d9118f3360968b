using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Security.AccessControl;
using Microsoft.Win32.SafeHandles;

namespace BasicWorker;

/// <summary>
/// Appends to a file in one write, and to the disk, so that lines of several processes never mix. .NET's own append mode remembers the file's end from when it
/// was opened, so another process's line would be overwritten; the operating system has to find the end.
/// </summary>
internal static partial class AppendFile
{
    private const int WriteOnly = 1;

    // O_APPEND | O_CLOEXEC
    private static readonly int s_append = OperatingSystem.IsMacOS() ? 0x8 | 0x1000000 : 0x400 | 0x80000;

    /// <summary>Appends bytes to a file, which is made when it is missing.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Append(string path, ReadOnlySpan<byte> bytes)
    {
        if (OperatingSystem.IsWindows())
        {
            using var file = new FileInfo(path).Create(
                FileMode.Append,
                FileSystemRights.AppendData,
                FileShare.ReadWrite,
                bufferSize: 1,
                FileOptions.WriteThrough,
                fileSecurity: null
            );
            file.Write(bytes);
            return;
        }
        if (!File.Exists(path))
        {
            using var made = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        }
        using var handle = Open(path, WriteOnly | s_append);
        if (handle.IsInvalid || Write(handle, bytes, bytes.Length) != bytes.Length || FSync(handle) != 0)
        {
            throw new IOException($"Cannot append to {path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, nint count);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle file);
}
