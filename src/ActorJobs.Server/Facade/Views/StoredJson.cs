using System.Text.Json;
using ActorJobs.Core.Text;

namespace ActorJobs.Server.Facade.Views;

/// <summary>Shows texts of the store that hold JSON.</summary>
internal static class StoredJson
{
    /// <summary>The JSON itself; the text as it is if it holds none, because a result comes from a worker of any make.</summary>
    public static JsonElement Read(string text)
    {
        try
        {
            var element = JsonElement.Parse(text);
            return JsonText.TryWrite(element, out _) ? element : JsonSerializer.SerializeToElement(text);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }
}
