using System.Globalization;
using System.Text.Json;
using ActorJobs.Agent.Params;

namespace ActorJobs.Agent.Sql;

/// <summary>The values of databases as JSON.</summary>
internal static class SqlValues
{
    /// <summary>A value of a row. What JSON does not know becomes a text.</summary>
    public static JsonElement ToJson(object value) =>
        JsonSerializer.SerializeToElement(
            value switch
            {
                DBNull => null,
                bool or string or short or int or long or float or double or decimal or byte => value,
                DateTime { Kind: DateTimeKind.Utc } instant => instant.ToString("O", CultureInfo.InvariantCulture),
                DateTime local => local.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
                byte[] bytes => Convert.ToBase64String(bytes),
                Array list => list,
                _ => Convert.ToString(value, CultureInfo.InvariantCulture),
            }
        );

    /// <summary>A parameter of a statement. Lists and objects are handed over as JSON in a text.</summary>
    public static object FromJson(string name, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => DBNull.Value,
            JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number when value.TryGetInt32(out var small) => small,
            JsonValueKind.Number when value.TryGetInt64(out var whole) => whole,
            JsonValueKind.Number when value.TryGetDecimal(out var number) => number,
            JsonValueKind.Number => throw ParamFields.Wrong($"parameters.{name}", value, "a number that a database can hold"),
            _ => value.GetRawText(),
        };
}
