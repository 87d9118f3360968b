namespace ActorJobs.Server.Tests.Kubernetes;

/// <summary>A test that needs kubectl, which renders an overlay without a cluster.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlTheoryAttribute : TheoryAttribute
{
    public KubectlTheoryAttribute() => Skip = Overlay.CanRender ? null : "It needs kubectl on PATH; Debian's package is kubernetes-client.";
}
