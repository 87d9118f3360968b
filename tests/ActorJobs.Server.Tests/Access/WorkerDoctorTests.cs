using System.Net;
using ActorJobs.Client;
using ActorJobs.Errors;
using ActorJobs.Worker;
using ActorJobs.Worker.Doctors;

namespace ActorJobs.Server.Tests.Access;

/// <summary>What the doctor of a worker says of real servers, good and bad ones.</summary>
public sealed class WorkerDoctorTests(GuardedServer guarded) : IClassFixture<GuardedServer>
{
    [Fact]
    public async Task Doctor_BesideARunningWorkerOfTheSameId_FindsAllWellAndDisturbsNothing()
    {
        using var client = new ActorJobsClient(guarded.Address, new ActorJobsClientOptions { Token = GuardedServer.AdminToken });
        await client.App("well").CreateAsync();
        var secret = await client.App("well").NewSecretAsync();
        void Configure(WorkerOptions options)
        {
            options.Servers.Add($"{guarded.Address}");
            (options.App, options.WorkerId, options.Secret) = ("well", "w1", secret);
        }
        await using var worker = await SdkWorker.StartAsync(Configure);
        await worker.SeeAsync("Worker w1 is connected");

        var found = await Doctor.ExamineServersAsync(Configure);

        found.Keys.ShouldBe(["settings", "proxy", "dns", "tcp", "tls", "http", "clock", "handshake", "app"]);
        found.Where(check => check.Value.Verdict is not Verdict.Ok).ShouldBeEmpty();
        found["app"].Found.ShouldBe("well is there");
        string.Concat(found.Values).ShouldNotContain(secret);
        (await client.App("well").ListWorkersAsync()).Items.ShouldHaveSingleItem().Id.ShouldBe("w1");
        guarded.Refused.List().ShouldNotContain(entry => entry.App == "well");
    }

    [Fact]
    public async Task Doctor_WithoutASecretOrWithAWrongOne_TellsItsSymbolAndCure()
    {
        async Task<Dictionary<string, Finding>> ExamineAsync(string secret) =>
            await Doctor.ExamineServersAsync(options =>
            {
                options.Servers.Add($"{guarded.Address}");
                (options.App, options.Secret) = ("locked", secret);
            });

        var without = (await ExamineAsync(""))["handshake"];
        var wrong = await ExamineAsync("ajs_guessed-and-never-printed");

        (without.Verdict, without.Code).ShouldBe((Verdict.Failure, ErrorCodes.WorkerSecretRequired));
        (wrong["handshake"].Verdict, wrong["handshake"].Code).ShouldBe((Verdict.Failure, ErrorCodes.WorkerSecretWrong));
        wrong["handshake"].Cure.ShouldBe(ErrorCatalogue.Find(ErrorCodes.WorkerSecretWrong)!.NextStep);
        wrong["app"].Verdict.ShouldBe(Verdict.Skipped);
        string.Concat(wrong.Values).ShouldNotContain("guessed");
        guarded.Refused.List().ShouldContain(entry => entry.App == "locked" && entry.Worker.StartsWith("doctor-of-"));
    }

    [Fact]
    public async Task Doctor_OverTls_TellsTrustDatesAndNames()
    {
        using var certificates = new TestCertificates();
        var (certificate, key) = certificates.Make("soon over", $"{IPAddress.Loopback}", toDays: 3);
        await using var server = await RunningServer.StartAsync($"actorjobs.tls.certificate={certificate}", $"actorjobs.tls.key={key}");
        Task<Dictionary<string, Finding>> ExamineAsync(string authority) =>
            Doctor.ExamineServersAsync(options =>
            {
                options.Servers.Add($"{server.Address}");
                (options.App, options.CertificateAuthorityFile) = ("nobodys", authority);
            });

        var soon = await ExamineAsync(certificates.Authority);
        var stranger = await ExamineAsync("");

        soon["tls"].Verdict.ShouldBe(Verdict.Warning);
        soon["tls"]
            .Found.ShouldMatch("CN=soon over, signed by CN=The authority of the test, for 127.0.0.1, valid until 20.*, (2|3) days more");
        soon["handshake"].Verdict.ShouldBe(Verdict.Ok);
        (soon["app"].Verdict, soon["app"].Code).ShouldBe((Verdict.Failure, ErrorCodes.AppNotFound));
        soon["app"].Found.ShouldContain("There is no app 'nobodys'");
        soon["app"].Cure.ShouldBe(ErrorCatalogue.Find(ErrorCodes.AppNotFound)!.NextStep);
        stranger["tls"].Verdict.ShouldBe(Verdict.Failure);
        stranger["tls"].Found.ShouldContain("no authority that is trusted here has signed it");
        stranger["tls"].Cure.ShouldContain("CertificateAuthorityFile to a file of PEM");
        stranger["http"].Verdict.ShouldBe(Verdict.Skipped);
    }
}
