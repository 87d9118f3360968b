using ActorJobs.Protocol;

namespace ActorJobs.Server.Tests.Facade;

/// <summary>A worker that speaks to the owner of its app without a socket.</summary>
internal sealed class FakeWorker(FacadeServer server, string appPath, string id)
{
    private readonly string _app = appPath.Split('/')[^1];
    private readonly SessionAddress _session = new() { Node = "n1", Number = 1 };

    /// <summary>Joins, and says that it holds nothing. Whoever asks the owner after this finds it online.</summary>
    public async Task JoinAsync(int slots, params string[] processors)
    {
        var hello = new Hello
        {
            App = _app,
            Worker = id,
            Incarnation = "life-1",
            Session = 1,
            Slots = slots,
            Sdk = "test/1",
            Host = new HostInfo
            {
                Name = "host-a",
                Os = "Linux",
                Architecture = "X64",
                Pid = 42,
                Address = "127.0.0.1:5000",
            },
        };
        hello.Processors.AddRange(processors);
        server.Region.Tell(
            _app,
            new AppGroupMessage
            {
                WorkerJoins = new WorkerJoins { Session = _session, Hello = hello },
            }
        );
        var epoch = (await server.SendAsync("GET", appPath)).Body.GetProperty("epoch").GetInt64();
        Say(
            new WorkerMessage
            {
                Adopted = new Adopted { Epoch = epoch, Slots = slots },
            }
        );
    }

    /// <summary>Reports the end of the attempt that a run has now.</summary>
    public async Task ReportAsync(string run, Outcome outcome, string result = "", Failure? failure = null, string append = "")
    {
        var shown = (await server.SendAsync("GET", $"{appPath}/runs/{run}")).Body;
        Report(run, shown.GetProperty("attempt").GetInt32(), shown.GetProperty("token").GetInt64(), outcome, result, failure, append);
    }

    /// <summary>Reports the end of any attempt.</summary>
    public void Report(
        string run,
        int attempt,
        long token,
        Outcome outcome,
        string result = "",
        Failure? failure = null,
        string append = ""
    ) =>
        Say(
            new WorkerMessage
            {
                Result = new Result
                {
                    Attempt = new AttemptRef
                    {
                        Run = run,
                        Attempt = attempt,
                        Token = token,
                    },
                    Outcome = outcome,
                    Result_ = result,
                    Append = append,
                    Failure = failure,
                },
            }
        );

    private void Say(WorkerMessage message)
    {
        var says = new WorkerSays { Session = _session };
        says.Messages.Add(message);
        server.Region.Tell(_app, new AppGroupMessage { WorkerSays = says });
    }
}
