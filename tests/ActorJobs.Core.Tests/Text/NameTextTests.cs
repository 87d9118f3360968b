using ActorJobs.Core.Text;

namespace ActorJobs.Core.Tests.Text;

public class NameTextTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("Nightly-report_2.v1", true)]
    [InlineData("7", true)]
    [InlineData("", false)]
    [InlineData(" a", false)]
    [InlineData("-a", false)]
    [InlineData(".", false)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("bücher", false)]
    public void IsValid_Names_FollowTheRule(string text, bool valid) => NameText.IsValid(text).ShouldBe(valid);

    [Fact]
    public void IsValid_Length_EndsAtItsLimit()
    {
        NameText.IsValid(new string('a', NameText.MaxLength)).ShouldBeTrue();
        NameText.IsValid(new string('a', NameText.MaxLength + 1)).ShouldBeFalse();
    }
}
