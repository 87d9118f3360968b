using System.IO.Pipelines;
using System.Net.WebSockets;
using ActorJobs.Protocol;

namespace ActorJobs.Tests.Sockets;

/// <summary>The two ends of a WebSocket in memory.</summary>
internal sealed class LinkPair : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private LinkPair(WebSocket workerSocket, WebSocket serverSocket, LinkLimits limits)
    {
        Worker = FrameLinks.OfWorker(workerSocket, limits);
        ServerSocket = serverSocket;
    }

    /// <summary>The worker's link.</summary>
    public FrameLink<WorkerMessage, ServerMessage> Worker { get; }

    /// <summary>The server's end, on which a test may also write what is no frame.</summary>
    public WebSocket ServerSocket { get; }

    public static LinkPair Create(LinkLimits? limits = null)
    {
        var (worker, server) = Sockets();
        return new LinkPair(worker, server, limits ?? LinkLimits.Default);
    }

    /// <summary>Two sockets that are connected with each other, without a link on them.</summary>
    public static (WebSocket Worker, WebSocket Server) Sockets()
    {
        // Small pipes, so that a side that does not read is felt.
        var options = new PipeOptions(pauseWriterThreshold: 4096, resumeWriterThreshold: 2048);
        var (up, down) = (new Pipe(options), new Pipe(options));
        return (
            WebSocket.CreateFromStream(new Duplex(down.Reader, up.Writer), new WebSocketCreationOptions()),
            WebSocket.CreateFromStream(new Duplex(up.Reader, down.Writer), new WebSocketCreationOptions { IsServer = true })
        );
    }

    /// <summary>The next frame that the worker sent.</summary>
    public async Task<IReadOnlyList<WorkerMessage>> ReadFrameAsync()
    {
        using var limit = new CancellationTokenSource(s_patience);
        var buffer = new byte[4 * 1024 * 1024];
        var length = 0;
        while (true)
        {
            var piece = await ServerSocket.ReceiveAsync(buffer.AsMemory(length), limit.Token);
            length += piece.Count;
            if (piece.EndOfMessage)
            {
                return WorkerFrame.Parser.ParseFrom(buffer.AsSpan(0, length)).Messages;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        ServerSocket.Dispose();
    }

    private sealed class Duplex(PipeReader reader, PipeWriter writer) : Stream
    {
        private readonly Stream _in = reader.AsStream();
        private readonly Stream _out = writer.AsStream();

        public override bool CanRead => true;
        public override bool CanWrite => true;
        public override bool CanSeek => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _in.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            _out.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => _out.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _in.Dispose();
                _out.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
