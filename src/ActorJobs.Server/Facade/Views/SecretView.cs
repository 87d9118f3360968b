using ActorJobs.Core.Secrets;
using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>A secret that params may name, without its value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SetAt">When its value was set.</param>
/// <param name="SetBy">The token by which it was set, or the address where none is asked for.</param>
internal sealed record SecretView(string Name, Instant SetAt, string SetBy)
{
    /// <summary>The view of what the store has.</summary>
    public static SecretView Of(AppSecret secret) => new(secret.Name, secret.SetAt, secret.SetBy);
}
