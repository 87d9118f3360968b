using System.Text.Json;
using ActorJobs.Core.Text;
using ActorJobs.Errors;

namespace ActorJobs.Core.Jobs;

/// <summary>Reads labels, wherever an object has them.</summary>
public static class LabelsReader
{
    /// <summary>The field <c>labels</c>; what is wrong with it is added to the errors.</summary>
    public static IReadOnlyDictionary<string, string> Read(JsonFields fields)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (fields.Raw(JobFields.Labels) is not { } element)
        {
            return labels;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            fields.Refuse(
                JobFields.Labels,
                ErrorCodes.WrongType,
                $"Found {JsonFields.Kind(element)}; expected an object of texts such as {{\"team\": \"billing\"}}."
            );
            return labels;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (Check(property, labels) is var (code, message))
            {
                fields.Refuse($"{JobFields.Labels}.{property.Name}", code, message);
            }
            else
            {
                labels.Add(property.Name, property.Value.GetString()!);
            }
        }

        if (labels.Count > JobFields.MostLabels)
        {
            fields.Refuse(
                JobFields.Labels,
                ErrorCodes.OutOfRange,
                $"Found {labels.Count} labels; expected {JobFields.MostLabels} at most."
            );
        }

        return labels;
    }

    private static (string Code, string Message)? Check(JsonProperty label, SortedDictionary<string, string> labels)
    {
        if (!NameText.IsValid(label.Name))
        {
            return (ErrorCodes.InvalidName, $"Found the label '{label.Name}'; {NameText.Expected}.");
        }

        if (labels.ContainsKey(label.Name))
        {
            return (ErrorCodes.DuplicateField, $"The label '{label.Name}' stands twice.");
        }

        if (label.Value.ValueKind != JsonValueKind.String)
        {
            return (ErrorCodes.WrongType, $"Found {JsonFields.Kind(label.Value)}; expected a text such as \"billing\".");
        }

        var length = label.Value.GetString()!.Length;
        return length > JobFields.LongestLabelValue
            ? (ErrorCodes.OutOfRange, $"The value has {length} characters; expected {JobFields.LongestLabelValue} at most.")
            : null;
    }
}
