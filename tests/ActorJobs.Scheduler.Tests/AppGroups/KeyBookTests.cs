using ActorJobs.Scheduler.AppGroups;
using NodaTime;

namespace ActorJobs.Scheduler.Tests.AppGroups;

public class KeyBookTests
{
    private readonly KeyBook _book = new(since: 7);

    [Theory]
    [InlineData(6, true)]
    [InlineData(7, false)]
    [InlineData(8, false)]
    public void MayKnow_AKeyThatIsNotIn_DependsOnHowOldTheLookAtTheStoreIs(long looked, bool expected) =>
        _book.MayKnow("a", looked).ShouldBe(expected);

    [Fact]
    public void MayKnow_AKeyThatWasTaken_IsTrueAlsoForTheNewestLook()
    {
        _book.BeginTurn(8, Duration.Zero);
        _book.Take("a");

        (_book.MayKnow("a", 100), _book.MayKnow("b", 7)).ShouldBe((true, false));
    }

    [Fact]
    public void BeginTurn_AfterAWhile_ForgetsKeysAndDemandsALookThatHasThem()
    {
        _book.BeginTurn(8, Duration.Zero);
        _book.Take("a");
        _book.BeginTurn(9, Duration.FromSeconds(20));
        _book.Take("b");

        _book.BeginTurn(10, Duration.FromSeconds(31));

        _book.MayKnow("a", 7).ShouldBeTrue("the look may be from before the commit that has it");
        _book.MayKnow("a", 8).ShouldBeFalse("the look would have found it");
        _book.MayKnow("b", 8).ShouldBeTrue();
    }

    [Fact]
    public void BeginTurn_WithVeryManyKeys_ForgetsTheOldest()
    {
        for (var sequence = 8; sequence < 8 + 60; sequence++)
        {
            _book.BeginTurn(sequence, Duration.Zero);
            for (var number = 0; number < 1000; number++)
            {
                _book.Take($"{sequence} {number}");
            }
        }

        _book.BeginTurn(100, Duration.Zero);

        (_book.MayKnow("8 0", 17), _book.MayKnow("67 0", 66), _book.MayKnow("x", 17), _book.MayKnow("x", 16)).ShouldBe(
            (false, true, false, true)
        );
    }
}
