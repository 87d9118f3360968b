using ActorJobs.Core.Text;
using ActorJobs.Errors;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>A line in which a user says why he does something.</summary>
internal static class RemarkField
{
    private const int Longest = 500;

    /// <summary>A line of 500 characters at most; null if there is none, or nothing in it. What is wrong is added to the errors.</summary>
    public static string? Remark(this JsonFields fields, string name)
    {
        var remark = fields.Text(name);
        if (remark?.Length > Longest)
        {
            fields.Refuse(name, ErrorCodes.OutOfRange, $"The {name} has {remark.Length} characters; expected {Longest} at most.");
        }
        else if (remark?.Any(char.IsControl) == true)
        {
            fields.Refuse(name, ErrorCodes.InvalidValue, $"The {name} has control characters; expected one line of text.");
        }

        return string.IsNullOrWhiteSpace(remark) ? null : remark;
    }
}
