using Microsoft.Extensions.Configuration;

namespace ActorJobs.Hocon.Configuration;

/// <summary>Files of HOCON, resolved together.</summary>
/// <param name="paths">The files; a later one counts more.</param>
public sealed class HoconConfigurationSource(IReadOnlyList<string> paths) : IConfigurationSource
{
    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(paths);

    private sealed class Provider(IReadOnlyList<string> paths) : ConfigurationProvider
    {
        /// <exception cref="HoconException">A file cannot be read, or two keys differ in case only, which this kind of configuration does not tell apart.</exception>
        public override void Load()
        {
            var documents = paths.Select(HoconDocument.ReadFile).ToList();
            Data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
            Add("", HoconDocument.Resolve(documents, Environment.GetEnvironmentVariable));
        }

        private void Add(string key, HoconValue value)
        {
            switch (value)
            {
                case HoconObject fields:
                    foreach (var (name, child) in fields.Members)
                    {
                        Add(Join(key, name), child);
                    }

                    break;
                case HoconArray array:
                    foreach (var (index, item) in array.Items.Index())
                    {
                        Add(Join(key, $"{index}"), item);
                    }

                    break;
                case HoconScalar scalar when !Data.TryAdd(key, scalar.ScalarKind == HoconScalarKind.Null ? null : scalar.Text):
                    throw new HoconException(scalar.Origin, $"The key '{key}' is there twice, in upper and lower case. Keep one of them.");
            }
        }

        private static string Join(string above, string name) => above.Length == 0 ? name : ConfigurationPath.Combine(above, name);
    }
}
