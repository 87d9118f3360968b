using Microsoft.Extensions.Configuration;

namespace ActorJobs.Hocon.Configuration;

/// <summary>HOCON as a source of <c>Microsoft.Extensions.Configuration</c>.</summary>
public static class HoconConfigurationExtensions
{
    /// <summary>Adds files, which are resolved together: a later one counts more, and substitutions may refer from one to another and to the environment.</summary>
    /// <param name="builder">What gets the source.</param>
    /// <param name="paths">The files; each has to be there.</param>
    public static IConfigurationBuilder AddHocon(this IConfigurationBuilder builder, params IReadOnlyList<string> paths) =>
        builder.Add(new HoconConfigurationSource(paths));
}
