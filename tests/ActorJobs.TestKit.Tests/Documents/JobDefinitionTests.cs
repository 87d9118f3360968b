namespace ActorJobs.TestKit.Tests.Documents;

public class JobDefinitionTests
{
    [Fact]
    public void Definition_WithAMisspeltField_IsRefusedAsByTheServer()
    {
        var refused = Should.Throw<InvalidDefinitionException>(() =>
            JobPlan.Read("""{ "name": "nightly", "processor": { "name": "clean-up" }, "overlapp": { "policy": "skip" } }""")
        );
        var error = refused.Errors.ShouldHaveSingleItem();
        (error.Field, error.Code).ShouldBe(("overlapp", "UNKNOWN_FIELD"));
        error.Message.ShouldContain("overlap");
    }
}
