namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>A call of a function that needs the values of all its arguments.</summary>
/// <param name="Position">Where its name stands.</param>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">What it is given.</param>
/// <param name="Function">What it does.</param>
internal sealed record CallTerm(int Position, string Name, IReadOnlyList<Term> Arguments, Func<CallArguments, ExpressionValue> Function)
    : Term(Position)
{
    public override string Words => $"{Name}(…)";

    public override ExpressionValue Evaluate(IExpressionScope scope) =>
        Function(new CallArguments(this, Arguments.Select(argument => argument.Evaluate(scope)).ToArray()));
}

/// <summary><c>exists(path)</c>: whether a path leads to a value that is not null. Whatever keeps it from leading there is no error.</summary>
internal sealed record ExistsTerm(int Position, Term Path) : Term(Position)
{
    public override ExpressionValue Evaluate(IExpressionScope scope)
    {
        try
        {
            return ExpressionValue.Of(!Path.EvaluateOrNull(scope).IsNull);
        }
        catch (ExpressionException)
        {
            return ExpressionValue.Of(false);
        }
    }
}

/// <summary>
/// <c>coalesce(a, b, …)</c>: the first value that is not null. A path that breaks off at a null counts as null; what stands behind
/// that first value is not evaluated.
/// </summary>
internal sealed record CoalesceTerm(int Position, IReadOnlyList<Term> Arguments) : Term(Position)
{
    public override ExpressionValue Evaluate(IExpressionScope scope) =>
        Arguments.Select(argument => argument.EvaluateOrNull(scope)).FirstOrDefault(value => !value.IsNull);
}
