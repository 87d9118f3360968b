namespace ActorJobs.Server.Tests.Starts;

/// <summary>A test that needs the real pgbouncer.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PgbouncerFactAttribute : FactAttribute
{
    internal const string Missing = "It needs pgbouncer: install the package of that name.";

    public PgbouncerFactAttribute() => Skip = Pgbouncer.IsInstalled ? null : Missing;
}

/// <summary>Tests that need the real pgbouncer.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PgbouncerTheoryAttribute : TheoryAttribute
{
    public PgbouncerTheoryAttribute() => Skip = Pgbouncer.IsInstalled ? null : PgbouncerFactAttribute.Missing;
}
