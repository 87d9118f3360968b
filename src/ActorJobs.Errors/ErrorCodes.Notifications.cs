namespace ActorJobs.Errors;

/// <content>Notifications and their channels.</content>
public static partial class ErrorCodes
{
    /// <summary>The app has no channel of that name.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The settings of the app have no channel of that name. The answer names near ones.",
        NextStep = "Mend the name, or add the channel: `GET /api/v1/apps/{app}/settings` shows those that there are.",
        Status = 404
    )]
    public const string ChannelNotFound = "CHANNEL_NOT_FOUND";

    /// <summary>What is saved names a channel that is not there.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "A field `notify` names a channel that the settings of the app do not have. The message names near ones.",
        NextStep = "Mend the name, or add the channel to the settings of the app first.",
        Status = 400
    )]
    public const string UnknownChannel = "UNKNOWN_CHANNEL";

    /// <summary>Jobs name a channel that would be gone.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The new settings of the app lack a channel that its jobs or workflows name. The answer names them.",
        NextStep = "Keep the channel, or take it out of the field `notify` of these jobs first.",
        Status = 409
    )]
    public const string ChannelInUse = "CHANNEL_IN_USE";

    /// <summary>The app has no notification of that id.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The app has no notification of that id, or it is not kept any more: they are kept for 7 days.",
        NextStep = "`GET /api/v1/apps/{app}/notifications` lists those that there are.",
        Status = 404
    )]
    public const string NotificationNotFound = "NOTIFICATION_NOT_FOUND";

    /// <summary>The notification is still being gathered, so that there is nothing to send yet.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The notification is Gathering: the same was told lately, and it is sent at the time that the answer names.",
        NextStep = "Wait for that time.",
        Status = 409
    )]
    public const string NotificationGathering = "NOTIFICATION_GATHERING";
}
