using ActorJobs.Client.Answers;

namespace ActorJobs.Client.Apps;

/// <content>The secrets of the app that params may name in place of their values: <c>{"$secret":"NAME"}</c>.</content>
public sealed partial class AppClient
{
    /// <summary>The secrets by name, without their values.</summary>
    public IAsyncEnumerable<Secret> ListSecretsAsync(CancellationToken cancellationToken = default) =>
        _caller.ListAsync<Secret>($"{_path}/secrets", cancellationToken);

    /// <summary>Makes a secret, or gives it another value. Runs that are given to workers from then on have it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">1 to 16384 characters.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task SetSecretAsync(string name, string value, CancellationToken cancellationToken = default) =>
        _caller.DoAsync(new Call(HttpMethod.Put, SecretPath(name)) { Body = new { value }, IsIdempotent = true }, cancellationToken);

    /// <summary>Deletes a secret. Runs that name it fail from then on.</summary>
    public Task DeleteSecretAsync(string name, CancellationToken cancellationToken = default) =>
        _caller.DoAsync(new Call(HttpMethod.Delete, SecretPath(name)), cancellationToken);

    private string SecretPath(string name) => $"{_path}/secrets/{Uri.EscapeDataString(name)}";
}

/// <summary>A secret that params may name, without its value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SetAt">When its value was set.</param>
/// <param name="SetBy">The token by which it was set, or the address where none is asked for.</param>
public sealed record Secret(string Name, DateTimeOffset SetAt, string SetBy);
