using ActorJobs.Protocol;
using ActorJobs.Worker.Attempts;
using Google.Protobuf;

namespace ActorJobs.Worker.Tests.Attempts;

public sealed class FailureReportTests
{
    [Fact]
    public void Of_AggregateException_TellsAllOfItsInnerOnes()
    {
        var failure = FailureReport.Of(
            new AggregateException("several", new TimeoutException("one"), new InvalidOperationException("two", new IOException("three")))
        );

        failure.Causes.Select(cause => cause.Message).ShouldBe(["one", "two"]);
        failure.Causes[1].Causes.ShouldHaveSingleItem().Type.ShouldBe("System.IO.IOException");
    }

    [Fact]
    public void Of_DeepAndWideExceptions_IsBounded()
    {
        Exception exception = new IOException(new string('x', 5_000));
        for (var depth = 0; depth < 6; depth++)
        {
            exception = new AggregateException(new string('y', 50_000), Enumerable.Repeat(exception, 3));
        }

        var failure = FailureReport.Of(exception);

        failure.CalculateSize().ShouldBeLessThan(1024 * 1024);
        failure.Message.Length.ShouldBeLessThan(MessageLimits.TextCharacters + 100);
        failure.Message.ShouldEndWith(" more characters)");
    }

    [Fact]
    public void Of_LongChain_EndsWithAWordThatCausesAreLeftOut()
    {
        Exception exception = new IOException("the root");
        for (var depth = 0; depth < 50; depth++)
        {
            exception = new InvalidOperationException("on the way", exception);
        }

        var last = FailureReport.Of(exception);
        var depths = 0;
        while (last.Causes.Count > 0)
        {
            last = last.Causes.ShouldHaveSingleItem();
            depths++;
        }

        depths.ShouldBe(MessageLimits.CauseDepth + 1);
        last.Message.ShouldBe("Further causes are left out.");
    }

    [Fact]
    public void Of_ExceptionWhoseMessageThrows_StillTellsItsType()
    {
        var failure = FailureReport.Of(new UnreadableException());

        failure.Type.ShouldEndWith(nameof(UnreadableException));
        failure.Message.ShouldBe("(reading it threw System.NotSupportedException)");
    }

    [Fact]
    public void Of_TextThatIsNoUnicode_CanBeSent()
    {
        var failure = FailureReport.Of(new IOException("half a \ud83d pair"));

        ActorJobs.Protocol.Failure.Parser.ParseFrom(failure.ToByteArray()).Message.ShouldStartWith("half a ");
    }

    private sealed class UnreadableException : Exception
    {
        public override string Message => throw new NotSupportedException();
    }
}
