namespace ActorJobs.Errors;

/// <content>Requests: their form, their fields, their values.</content>
public static partial class ErrorCodes
{
    /// <summary>A field that the object does not have; the message names the nearest one that it has.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The body has a field that there is not. The answer names it, and the nearest one that there is.",
        NextStep = "Take the field away, or write the name that was meant.",
        Status = 400
    )]
    public const string UnknownField = "UNKNOWN_FIELD";

    /// <summary>A field stands twice in one object.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "A field stands twice in one object, so it is not clear which one counts.",
        NextStep = "Leave only one of them.",
        Status = 400
    )]
    public const string DuplicateField = "DUPLICATE_FIELD";

    /// <summary>A field that must be given is not there, or null.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "A field that must be given is not there, or is null.",
        NextStep = "Add the field.",
        Status = 400
    )]
    public const string MissingField = "MISSING_FIELD";

    /// <summary>A field that exists, but not together with the others that are given, such as <c>every</c> with a cron expression.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The field exists, but not together with others that are given, such as `every` with a cron expression.",
        NextStep = "Take away one of the fields that the answer names.",
        Status = 400
    )]
    public const string FieldNotAllowed = "FIELD_NOT_ALLOWED";

    /// <summary>A value of another JSON type than the field takes.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The value has another JSON type than the field takes, such as a text in place of a number.",
        NextStep = "Give a value like the example in the answer.",
        Status = 400
    )]
    public const string WrongType = "WRONG_TYPE";

    /// <summary>A value that the field cannot take; the message lists, or describes, those that it can.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The field, parameter or header cannot take the value. The answer lists, or describes, those that it can.",
        NextStep = "Choose one of them.",
        Status = 400
    )]
    public const string InvalidValue = "INVALID_VALUE";

    /// <summary>A number, a duration or a length beyond its limits; the message names both limits.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "A number, a duration or a length is beyond its limits. The answer names both limits.",
        NextStep = "Stay within the limits.",
        Status = 400
    )]
    public const string OutOfRange = "OUT_OF_RANGE";

    /// <summary>A name that is empty, too long, or has characters that names may not have.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "A name is empty, too long, or has characters that names may not have.",
        NextStep = "Use 1 to 100 letters, digits and `. _ -`, the first a letter or a digit.",
        Status = 400
    )]
    public const string InvalidName = "INVALID_NAME";

    /// <summary>A name that another part of the same definition has already.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "Another part of the same definition has the name already.",
        NextStep = "Give each part a name of its own.",
        Status = 400
    )]
    public const string DuplicateName = "DUPLICATE_NAME";

    /// <summary>A text that is no duration.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The text is no duration.",
        NextStep = "Write it like `100ms`, `10s`, `5m`, `1h30m`, `1d` or `PT5M`.",
        Status = 400
    )]
    public const string InvalidDuration = "INVALID_DURATION";

    /// <summary>A text that is no instant, no time of day, or no date.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The text is no instant, no time of day, or no date.",
        NextStep = "Write instants like `2026-12-01T03:00:00Z`, times of day like `09:00`, dates like `2026-12-24`, those of every year like `12-25`.",
        Status = 400
    )]
    public const string InvalidTime = "INVALID_TIME";

    /// <summary>A text that is no cron expression; the message tells field, position, what was found and what was expected.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The text is no cron expression. The answer tells field, position, what was found and what was expected.",
        NextStep = "Mend the expression at that position; `POST /api/v1/schedules:preview` shows its fire times.",
        Status = 400
    )]
    public const string InvalidCron = "INVALID_CRON";

    /// <summary>A schedule that is well formed, but has no fire time at all, such as one for 31 February.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The schedule is well formed, but has no fire time to come, such as one for 31 February or one whose end has passed.",
        NextStep = "Change its times, or leave it out.",
        Status = 400
    )]
    public const string NeverFires = "NEVER_FIRES";

    /// <summary>A time zone that the IANA database does not have; the message names near ones.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The IANA database has no time zone of that name. The answer names near ones.",
        NextStep = "Use a name such as `Europe/Berlin` or `UTC`.",
        Status = 400
    )]
    public const string UnknownTimeZone = "UNKNOWN_TIME_ZONE";

    /// <summary>A schedule names a calendar that the app does not have; the message names near ones.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "A schedule names a calendar that the settings of the app do not have. The answer names near ones.",
        NextStep = "Mend the name, or make the calendar with `PUT /api/v1/apps/NAME/settings` first.",
        Status = 400
    )]
    public const string UnknownCalendar = "UNKNOWN_CALENDAR";

    /// <summary>A range of time whose end is not after its start.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "A range of time ends before, or when, it starts.",
        NextStep = "Give an end that is after the start.",
        Status = 400
    )]
    public const string EndsBeforeStart = "ENDS_BEFORE_START";

    /// <summary>The body of a request is no JSON; the message tells where, and what was expected.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The body is no JSON. The answer tells where, and what was expected.",
        NextStep = "Mend the body at that position; the answer has a right example.",
        Status = 400
    )]
    public const string InvalidJson = "INVALID_JSON";

    /// <summary>A text is no YAML, or uses what JSON does not have; the message tells line and column.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The text is no YAML, or uses what JSON does not have, such as tags. The answer tells line and column, and what was expected.",
        NextStep = "Mend the text at that place; texts with `: ` or ` #` in them need quotes.",
        Status = 400
    )]
    public const string InvalidYaml = "INVALID_YAML";

    /// <summary>A request that is no proper HTTP, such as one whose body ends too early.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The request is no proper HTTP, such as one whose body ends too early. Its status may be another one of the 400s.",
        NextStep = "Look at the program that sent it, and at proxies on the way.",
        Status = 400
    )]
    public const string InvalidRequest = "INVALID_REQUEST";

    /// <summary>A query parameter that the request does not have; the message names the nearest one that it has.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The request has no query parameter of that name. The answer names those that it has.",
        NextStep = "Take the parameter away, or write the name that was meant.",
        Status = 400
    )]
    public const string UnknownParameter = "UNKNOWN_PARAMETER";

    /// <summary>A list that takes too long to find.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The list would have to be looked for among too many runs. The answer says how far a list may reach, or how long it may be searched for.",
        NextStep = "Narrow it: give `from` and `to`, or a shorter range.",
        Status = 400
    )]
    public const string QueryTooWide = "QUERY_TOO_WIDE";

    /// <summary>The body of a request is not declared as JSON in UTF-8.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The body is not declared as JSON in UTF-8.",
        NextStep = "Send the header `Content-Type: application/json`.",
        Status = 415
    )]
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";

    /// <summary>The body of a request is longer than the server reads.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The body is longer than the server reads, which is 4 MiB.",
        NextStep = "Store large data elsewhere and send where it is, or split the request.",
        Status = 413
    )]
    public const string BodyTooLarge = "BODY_TOO_LARGE";

    /// <summary>There is nothing at that path.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "There is nothing at that path.",
        NextStep = "Look the path up in the documentation of the HTTP API.",
        Status = 404
    )]
    public const string RouteNotFound = "ROUTE_NOT_FOUND";

    /// <summary>What is at that path does not take the method; the header Allow names those that it takes.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "What is at that path does not take the method. The header `Allow` names those that it takes.",
        NextStep = "Use one of them.",
        Status = 405
    )]
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";

    /// <summary>A web page of another site has sent a request that would change something.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "A web page of another site has sent, through a browser, a request that would change something.",
        NextStep = "Send it from a program, or from a page of the server's own address; browsers tell the server by `Sec-Fetch-Site` and `Origin`.",
        Status = 403
    )]
    public const string CrossSiteRequest = "CROSS_SITE_REQUEST";
}
