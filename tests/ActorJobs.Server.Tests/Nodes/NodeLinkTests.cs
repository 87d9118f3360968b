using System.Collections.Concurrent;
using System.Text;
using ActorJobs.Actors;
using ActorJobs.Cluster;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Sessions;
using ActorJobs.Server.Nodes;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Server.Tests.Nodes;

/// <summary>Messages from node to node.</summary>
public sealed class NodeLinkTests : IAsyncLifetime
{
    private static readonly EntityId s_entity = new("app", "shop");

    private NodeLinks Links { get; } = LinksOf(LinkedNode.Store);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Links.DisposeAsync();

    [Fact]
    public async Task Asks_OfAnEntityElsewhere_GetTheirReplies()
    {
        await using var node = await LinkedNode.StartAsync(delivery =>
            delivery.Reply(Encoding.UTF8.GetBytes($"{delivery.Entity} heard {Encoding.UTF8.GetString(delivery.EncodeMessage())}"))
        );

        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => AskAsync(node.Node, $"{number}")));

        replies.ShouldBe(Enumerable.Range(0, 200).Select(number => $"app/shop heard {number}"));
    }

    [Fact]
    public async Task Messages_OfOneSender_ArriveInTheirOrder()
    {
        var heard = new ConcurrentQueue<string>();
        await using var node = await LinkedNode.StartAsync(delivery =>
        {
            heard.Enqueue(Encoding.UTF8.GetString(delivery.EncodeMessage()));
            delivery.Reply([]);
        });
        for (var number = 0; number < 1000; number++)
        {
            Links.Send(node.Node, new EncodedDelivery(s_entity, Encoding.UTF8.GetBytes($"{number}"), null));
        }

        await AskAsync(node.Node, "last");

        heard.ShouldBe([.. Enumerable.Range(0, 1000).Select(number => $"{number}"), "last"]);
    }

    public static TheoryData<Exception> Failures =>
        [new EntityUnavailableException("not here"), new OutcomeUnknownException("who knows"), new PoisonMessageException("poison")];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Failure_OfAnEntityElsewhere_IsTheSameHere(Exception failure)
    {
        await using var node = await LinkedNode.StartAsync(delivery => delivery.Fail(failure));

        var told = await Should.ThrowAsync<Exception>(() => AskAsync(node.Node, "hello"));

        told.GetType().ShouldBe(failure.GetType());
        told.Message.ShouldBe(failure.Message);
    }

    [Fact]
    public async Task Node_ThatIsNotThere_RefusesAtOnceUntilItIsDialledAgain()
    {
        var node = await LinkedNode.StartAsync(static _ => { });
        await node.DisposeAsync();

        for (var time = 0; time < 3; time++)
        {
            var told = await Should.ThrowAsync<EntityUnavailableException>(() => AskAsync(node.Node, "hello"));
            told.Message.ShouldBe($"Node b at {node.Node.Address} cannot be reached just now.");
        }
    }

    [Fact]
    public async Task Node_ThatGoesWithAnAskUnderWay_LeavesItsOutcomeOpen()
    {
        var arrived = new TaskCompletionSource();
        var node = await LinkedNode.StartAsync(_ => arrived.SetResult());
        var ask = AskAsync(node.Node, "hello");
        await arrived.Task;

        await node.DisposeAsync();

        await Should.ThrowAsync<OutcomeUnknownException>(() => ask);
    }

    [Fact]
    public async Task Node_ThatCameBackAsAnotherProcess_IsNotTheOneThatIsMeant()
    {
        var node = await LinkedNode.StartAsync(static delivery => delivery.Reply([]));
        await AskAsync(node.Node, "hello");
        await node.DisposeAsync();
        await using var again = await LinkedNode.StartAsync(static delivery => delivery.Reply([]), node.Node.Address.Port);

        await Should.ThrowAsync<EntityUnavailableException>(async () =>
        {
            while (true)
            {
                try
                {
                    await AskAsync(node.Node, "hello");
                }
                catch (OutcomeUnknownException)
                {
                    // It left over the old link, whose end had not been seen yet.
                }
            }
        });

        (await AskAsync(again.Node, "hello")).ShouldBe("");
    }

    [Fact]
    public async Task Node_OfAnotherStore_TakesNothing()
    {
        var taken = 0;
        await using var node = await LinkedNode.StartAsync(_ => Interlocked.Increment(ref taken));
        await using var stranger = LinksOf("another store");

        await Should.ThrowAsync<EntityUnavailableException>(() => AskAsync(stranger, node.Node, "hello"));

        taken.ShouldBe(0);
    }

    [Fact]
    public async Task Session_OfAnotherNode_HearsItsOwner()
    {
        await using var node = await LinkedNode.StartAsync(static _ => { });
        await using var system = new ActorSystem(new ThreadPoolActorScheduler(), TimeProvider.System, NullLogger.Instance);
        var heard = new TaskCompletionSource<SessionInput>();
        node.Sessions.Add(7, "orders", system.ActorOf<SessionInput, Done>("session", () => new Listener(heard)));
        var message = new SessionMessage { Introduce = new Introduce() };

        Links.Send(node.Node, 7, message);

        (await heard.Task).ShouldBe(new SessionInput.FromOwner(message));
    }

    private static NodeLinks LinksOf(string store) =>
        new(new NodeIdentity("a", store), new NodeLinkSettings(), TimeProvider.System, NullLogger<NodeLinks>.Instance);

    private Task<string> AskAsync(ClusterNode node, string message) => AskAsync(Links, node, message);

    private static Task<string> AskAsync(NodeLinks links, ClusterNode node, string message)
    {
        var asker = new Asker();
        links.Send(node, new EncodedDelivery(s_entity, Encoding.UTF8.GetBytes(message), asker));
        return asker.Answer.Task;
    }

    private sealed class Asker : IReplyTo
    {
        public TaskCompletionSource<string> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Reply(byte[] reply) => Answer.TrySetResult(Encoding.UTF8.GetString(reply));

        public void Fail(Exception reason) => Answer.TrySetException(reason);
    }

    private sealed class Listener(TaskCompletionSource<SessionInput> heard) : Actor<SessionInput, Done>
    {
        public override void Receive(IReadOnlyList<Envelope<SessionInput, Done>> batch, Turn turn) =>
            turn.Output(() => heard.TrySetResult(batch[0].Message));
    }
}
