namespace ActorJobs.Actors.Tests;

/// <summary>Awaits failures without leaving the virtual scheduler, as Should.ThrowAsync would.</summary>
internal static class Failing
{
    public static async Task<TException> ShouldFailWithAsync<TException>(this Task task)
        where TException : Exception
    {
        try
        {
            await task;
        }
        catch (Exception exception)
        {
            return exception.ShouldBeOfType<TException>();
        }

        throw new ShouldAssertException($"It should have failed with {typeof(TException).Name}, and ended well.");
    }
}
