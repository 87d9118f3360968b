using ActorJobs.Core.Notifications;
using ActorJobs.Core.Secrets;
using ActorJobs.Server.Notifications;
using NodaTime;

namespace ActorJobs.Server.Tests.Notifications;

/// <summary>What one try to deliver says that cannot be waited for.</summary>
public class WebhookSenderTests
{
    [Fact]
    public async Task Send_ToAReceiverThatHangs_GivesUpAndSaysSo()
    {
        await using var hanging = await Receiver.StartAsync();
        hanging.Answers(Receiver.Hang);
        using var sender = new WebhookSender(new HundredfoldTime());

        var message = new NotificationMessage(Guid.NewGuid(), NotificationMessage.Test, "shop", Instant.FromUtc(2026, 3, 2, 8, 0));
        var receipt = await sender.SendAsync(
            new Webhook(new Uri(hanging.Url), [], null),
            message,
            new SecretMask([]),
            CancellationToken.None
        );

        receipt.Delivered.ShouldBeFalse();
        receipt.Problem.ShouldBe($"{hanging.Url} did not answer within 10 s.");
    }

    /// <summary>Its timers come a hundred times as soon.</summary>
    private sealed class HundredfoldTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime / 100, period);
    }
}
