namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>Numbers within the range of <see cref="decimal"/>, and the error for those beyond.</summary>
internal static class ExactNumber
{
    private const string Beyond = "expected one from -79228162514264337593543950335 to 79228162514264337593543950335";

    /// <summary>The number that a value is.</summary>
    public static decimal Of(int position, ExpressionValue value) =>
        value.Number ?? throw new ExpressionException(position, $"The number cannot be calculated with, since it is too large; {Beyond}.");

    /// <summary>The number that a calculation gives.</summary>
    public static decimal Of(int position, Func<decimal> calculate)
    {
        try
        {
            return calculate();
        }
        catch (OverflowException)
        {
            throw new ExpressionException(position, $"The result is too large a number; {Beyond}.");
        }
    }
}
