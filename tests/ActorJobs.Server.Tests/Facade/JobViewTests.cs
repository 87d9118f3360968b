using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Views;
using NodaTime;

namespace ActorJobs.Server.Tests.Facade;

public class JobViewTests
{
    private static readonly Instant Saved = Instant.FromUtc(2026, 1, 2, 3, 4, 5);

    [Theory]
    [InlineData("""{"name":"a","processor":{"name":"echo"},"delivery":"twice"}""", "twice")]
    [InlineData("""{"name":"a",""", "object")]
    [InlineData("""{"name":"a","name":"a","processor":{"name":"echo"}}""", "twice")]
    public void View_OfAJobWhoseStoredDefinitionIsBroken_TellsWhatIsWrong(string definition, string expected)
    {
        var view = JobView.Of(new JobRecord(7, "a", 3, definition, "{}", Saved, Saved));

        ((string)view["setAside"]!).ShouldContain(expected);
        ((string)view["name"]!, (long)view["version"]!).ShouldBe(("a", 3));
        view["definition"].ShouldNotBeNull();
    }

    [Fact]
    public void View_OfASoundJob_IsItsDefinitionWithWhatTheStoreKnows()
    {
        const string definition = """{"name":"a","processor":{"type":"sdk","name":"echo"}}""";

        var view = JobView.Of(new JobRecord(7, "a", 3, definition, "[1]", Saved, Saved + Duration.FromMilliseconds(250)));

        view.ToJsonString()
            .ShouldBe(
                """{"name":"a","processor":{"type":"sdk","name":"echo"},"params":[1],"id":7,"version":3,"""
                    + """ "createdAt":"2026-01-02T03:04:05.000Z","updatedAt":"2026-01-02T03:04:05.250Z"}""".TrimStart()
            );
    }
}
