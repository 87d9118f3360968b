using ActorJobs.Core.Text;
using ActorJobs.Core.Workflows.Expressions;
using ActorJobs.Errors;

namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>Reads the expressions and templates of a workflow's fields.</summary>
internal static class ExpressionReader
{
    /// <summary>The path of a place inside a template that is the value of a field.</summary>
    public static string PathOf(string field, string? place) =>
        string.IsNullOrEmpty(place) ? field
        : place[0] == '[' ? field + place
        : $"{field}.{place}";

    /// <summary>The condition in a field; null if it is not given, or none.</summary>
    public static Expression? Condition(JsonFields fields, string field, List<FieldError> errors)
    {
        if (fields.Text(field, "results.fetch.total > 100") is not { } text)
        {
            return null;
        }

        try
        {
            return Expression.Parse(text);
        }
        catch (ExpressionException exception)
        {
            errors.Add(new FieldError(fields.PathOf(field), ErrorCodes.InvalidExpression, exception.Message));
            return null;
        }
    }

    /// <summary>The template in a field that makes a text; null if it is not given, or none.</summary>
    /// <param name="fields">Where the field is.</param>
    /// <param name="field">Its name.</param>
    /// <param name="example">A right one, for the message about a value of another type.</param>
    /// <param name="errors">Those of the whole.</param>
    /// <param name="check">Reads the field as what its text must be, if there is no expression in it.</param>
    public static Template? Text(JsonFields fields, string field, string example, List<FieldError> errors, Action? check = null)
    {
        if (fields.Text(field, example) is null || Template(fields, field, errors) is not { } template)
        {
            return null;
        }

        if (template.IsConstant)
        {
            check?.Invoke();
        }

        return template;
    }

    /// <summary>The template in a field; null if it is not given, or none.</summary>
    public static Template? Template(JsonFields fields, string field, List<FieldError> errors)
    {
        if (fields.Raw(field) is not { } json)
        {
            return null;
        }

        try
        {
            return Expressions.Template.Parse(json);
        }
        catch (ExpressionException exception)
        {
            errors.Add(new FieldError(PathOf(fields.PathOf(field), exception.Path), ErrorCodes.InvalidExpression, exception.Message));
            return null;
        }
    }
}
