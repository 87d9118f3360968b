using System.Net;
using ActorJobs.Cluster;
using ActorJobs.Server.Nodes;

namespace ActorJobs.Server.Settings;

/// <summary>Reads what a server is as a node of a cluster.</summary>
internal static class ClusterReader
{
    private const string AddressExpected = "nothing, or where other nodes reach this one, such as http://10.0.0.5:7700";

    private static readonly TimeSpan s_leastLease = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestLease = TimeSpan.FromMinutes(5);

    /// <summary>Reads them; null if it is none.</summary>
    /// <param name="values">All settings.</param>
    /// <param name="store">Where everything durable is.</param>
    /// <param name="listen">Where the server listens.</param>
    public static ClusterSettings? Read(SettingValues values, StoreSettings store, IPEndPoint listen)
    {
        var address = values.Read(SettingKeys.ClusterAddress, AddressExpected, ParseAddress);
        var shards = values.Number(SettingKeys.ClusterShards, 1, 10_000);
        var lease = values.Duration(SettingKeys.ClusterLease)?.ToTimeSpan();
        var renew = values.Duration(SettingKeys.ClusterRenewEvery)?.ToTimeSpan();
        var margin = values.Duration(SettingKeys.ClusterLeaseMargin)?.ToTimeSpan();
        if (!values.Flag(SettingKeys.ClusterEnabled))
        {
            return null;
        }

        if (store is StoreSettings.Sqlite)
        {
            values.RefuseTogether(
                [SettingKeys.ClusterEnabled, SettingKeys.StoreKind],
                "the nodes of a cluster share a database, and sqlite is for one server alone; give actorjobs.store.kind = postgres"
            );
        }

        if (address == NoAddress && (listen.Address.Equals(IPAddress.Any) || listen.Address.Equals(IPAddress.IPv6Any)))
        {
            values.Refuse(
                SettingKeys.ClusterAddress,
                $"{SettingKeys.HttpAddress} is {listen.Address}, which others cannot dial; "
                    + "expected where they reach this node, such as http://10.0.0.5:7700."
            );
        }

        if (lease is not { } length || renew is not { } every || margin is not { } less)
        {
            return null;
        }

        if (length < s_leastLease || length > s_longestLease)
        {
            values.Refuse(SettingKeys.ClusterLease, "expected from 1s to 5m.");
        }

        RequireQuarter(values, SettingKeys.ClusterRenewEvery, every, length);
        RequireQuarter(values, SettingKeys.ClusterLeaseMargin, less, length);
        return new ClusterSettings(
            address == NoAddress ? null : address,
            new ClusterTerms(shards, length, (int)NodeLinkSettings.Protocol),
            every,
            less
        );
    }

    private static Uri NoAddress { get; } = new("about:blank");

    private static Uri? ParseAddress(string text) =>
        text.Length == 0 ? NoAddress
        : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.PathAndQuery == "/"
            ? address
        : null;

    private static void RequireQuarter(SettingValues values, SettingKey key, TimeSpan time, TimeSpan lease)
    {
        if (time <= TimeSpan.Zero || time > lease / 4)
        {
            values.Refuse(
                key,
                $"expected more than 0s and at most a quarter of {SettingKeys.ClusterLease}, which is {lease.TotalSeconds:0.###}s."
            );
        }
    }
}
