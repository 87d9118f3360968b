using System.Reflection;
using ActorJobs.Core.Errors;
using ActorJobs.Server.Facade.Problems;

namespace ActorJobs.Server.Tests.Facade;

public class ProblemStatusTests
{
    [Fact]
    public void Status_OfEveryCodeOfARequest_IsInTheTable()
    {
        // What a worker is told over its link, what ends a start, and what is broken in the server itself.
        string[] others =
        [
            ErrorCodes.WorkerIdInUse,
            ErrorCodes.SessionSuperseded,
            ErrorCodes.ProtocolVersion,
            ErrorCodes.InvalidHello,
            ErrorCodes.InternalError,
            ErrorCodes.UnknownSetting,
            ErrorCodes.InvalidSetting,
            ErrorCodes.ListenNotLoopback,
            ErrorCodes.PortTaken,
            ErrorCodes.StoreInUse,
            ErrorCodes.StoreSchemaNewer,
            ErrorCodes.StoreNotDurable,
            ErrorCodes.StoreReadOnly,
            ErrorCodes.StoreNotSupported,
            ErrorCodes.StoreNotLocal,
        ];
        var codes = typeof(ErrorCodes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!)
            .ToList();

        codes.Where(code => ProblemStatus.Of(code) == 500).Except(others).ShouldBeEmpty();
    }
}
