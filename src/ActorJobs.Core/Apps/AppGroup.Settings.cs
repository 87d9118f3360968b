using ActorJobs.Core.Jobs;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <content>What is set for the app as a whole.</content>
public sealed partial class AppGroup
{
    private RunPolicy _policyWithoutJob = RunPolicy.Default;

    /// <summary>What the app has set for all of its jobs.</summary>
    public AppSettings Settings { get; private set; } = AppSettings.None;

    /// <summary>Takes in the settings from the store, before the jobs.</summary>
    public void RestoreSettings(AppSettings settings) => Take(settings);

    /// <summary>Gives the app new settings, which are in force for all its jobs at once. A job that asks for more than they allow keeps what it has, and cannot be
    /// saved so again.</summary>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.CalendarInUse"/>, <see cref="ErrorCodes.ChannelInUse"/>.</exception>
    public void Configure(AppSettings settings, Moment moment)
    {
        RefuseToTakeCalendars(settings);
        RefuseToTakeChannels(settings);
        var rescheduled = UsersOfOtherDays(settings);
        foreach (var job in rescheduled)
        {
            Settle(job, moment);
        }

        Take(settings);
        _effects.Write(new AppConfigured(settings));
        foreach (var job in _jobs.All)
        {
            Regulate(job);
        }

        WatchWaitsOfNodes();
        foreach (var job in rescheduled)
        {
            StartSchedules(job, moment);
        }
    }

    private void Take(AppSettings settings)
    {
        Settings = settings;
        _policyWithoutJob = settings.Complete(RunPolicy.Default);
        _appRate =
            settings.Limits.Rate is not { } rate ? null
            : _appRate?.Limit == rate ? _appRate
            : new RateWindow(rate);
        _capacityChanged = true;
    }

    /// <summary>A job may not ask for more than its app allows.</summary>
    private void RefuseBeyondMaxima(RunPolicy policy)
    {
        var settings = SettingsToBe;
        var (own, most) = (policy.Timeouts, settings.Maxima);
        Refuse(JobFields.Queue, own.Queue, most.Queue);
        Refuse(JobFields.Run, own.Run, most.Run);
        Refuse(JobFields.Kill, own.Kill, most.Kill);
        Refuse(JobFields.Silence, own.Silence, most.Silence);
        if (policy.Retry.Max > settings.MaxRetries)
        {
            throw new RefusalException(
                ErrorCodes.OutOfRange,
                $"Found {policy.Retry.Max}; app {_app.Name} allows {settings.MaxRetries} at most. Ask for fewer, or change the app's settings.",
                $"{JobFields.Retry}.{JobFields.Max}"
            );
        }

        void Refuse(string field, Duration? asked, Duration? maximum)
        {
            if (asked > maximum)
            {
                throw new RefusalException(
                    ErrorCodes.OutOfRange,
                    $"Found '{DurationText.Format(asked.Value)}'; app {_app.Name} allows {DurationText.Format(maximum.Value)} at most. "
                        + "Ask for less, or change the app's settings.",
                    $"{JobFields.Timeouts}.{field}"
                );
            }
        }
    }
}
