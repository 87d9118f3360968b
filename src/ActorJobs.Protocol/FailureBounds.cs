namespace ActorJobs.Protocol;

/// <summary>Keeps a failure within <see cref="MessageLimits"/>, so that its report stays deliverable, whatever it came from.</summary>
public static class FailureBounds
{
    /// <summary>What stands in place of causes that are too many or too deep.</summary>
    /// <returns>A new failure.</returns>
    public static Failure LeftOut() => new() { Type = "…", Message = "Further causes are left out." };

    /// <summary>Cuts texts that are too long, and leaves out causes that are too many or too deep.</summary>
    /// <param name="failure">Is changed.</param>
    public static void Apply(Failure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var left = MessageLimits.Failures - 1;
        Apply(failure, MessageLimits.CauseDepth, ref left);
    }

    private static void Apply(Failure failure, int depth, ref int left)
    {
        failure.Type = MessageLimits.Cut(failure.Type, MessageLimits.TextCharacters);
        failure.Message = MessageLimits.Cut(failure.Message, MessageLimits.TextCharacters);
        failure.Stack = MessageLimits.Cut(failure.Stack, MessageLimits.StackCharacters);
        for (var index = 0; index < failure.Causes.Count; index++)
        {
            if (depth is 0 || left is 0)
            {
                while (failure.Causes.Count > index)
                {
                    failure.Causes.RemoveAt(failure.Causes.Count - 1);
                }
                failure.Causes.Add(LeftOut());
                break;
            }
            left--;
            Apply(failure.Causes[index], depth - 1, ref left);
        }
    }
}
