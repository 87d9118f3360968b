using ActorJobs.Errors;

namespace ActorJobs.Core.Tests.Jobs;

internal static class ErrorShould
{
    public static void ShouldBeError(this FieldError error, string field, string code, string message)
    {
        (error.Field, error.Code).ShouldBe((field, code), error.Message);
        error.Message.ShouldContain(message, Case.Sensitive);
    }
}
