namespace ActorJobs.Server.Settings;

/// <summary>What becomes of measurements, beside being shown at <c>/metrics</c>.</summary>
/// <param name="Node">The node's name, which goes with them.</param>
/// <param name="OtlpEndpoint">Where a collector takes metrics by OTLP over HTTP; null: they are not sent.</param>
public sealed record MetricsSettings(string Node, Uri? OtlpEndpoint);
