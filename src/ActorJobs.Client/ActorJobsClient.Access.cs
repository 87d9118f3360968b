using ActorJobs.Client.Access;
using ActorJobs.Client.Answers;
using ActorJobs.Client.Apps;

namespace ActorJobs.Client;

/// <content>Tokens, and the audit.</content>
public sealed partial class ActorJobsClient
{
    private const string Tokens = "/api/v1/tokens";

    /// <summary>The tokens that the client's own one may see, by name.</summary>
    public IAsyncEnumerable<Token> ListTokensAsync(CancellationToken cancellationToken = default) =>
        _caller.ListAsync<Token>(Tokens, cancellationToken);

    /// <summary>Makes a token.</summary>
    public Task<TokenMade> CreateTokenAsync(TokenRequest request, CancellationToken cancellationToken = default) =>
        _caller.AskAsync<TokenMade>(new Call(HttpMethod.Post, Tokens) { Body = request }, cancellationToken);

    /// <summary>Makes the first admin's token, from the server's own machine and as long as there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<TokenMade> InitTokensAsync(string name = "admin", CancellationToken cancellationToken = default) =>
        _caller.AskAsync<TokenMade>(new Call(HttpMethod.Post, $"{Tokens}:init") { Body = new { name } }, cancellationToken);

    /// <summary>Revokes a token, within 2 s on every node.</summary>
    public Task DeleteTokenAsync(string name, CancellationToken cancellationToken = default) =>
        _caller.DoAsync(new Call(HttpMethod.Delete, $"{Tokens}/{Uri.EscapeDataString(name)}"), cancellationToken);

    /// <summary>What was changed over the API, and which changes were refused, the newest first.</summary>
    /// <param name="filter">Which; null: all that the client's token may see.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public IAsyncEnumerable<AuditRecord> ListAuditAsync(AuditFilter? filter = null, CancellationToken cancellationToken = default) =>
        _caller.ListAsync<AuditRecord>(
            $"/api/v1/audit{AppClient.Query(
                ("app", filter?.App),
                ("from", filter?.From is { } from ? InstantConverter.Format(from) : null),
                ("to", filter?.To is { } to ? InstantConverter.Format(to) : null)
            )}",
            cancellationToken
        );
}
