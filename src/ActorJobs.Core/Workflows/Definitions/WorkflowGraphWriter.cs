using System.Text.Json;
using ActorJobs.Core.Access;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Text;
using ActorJobs.Core.Workflows.Expressions;
using NodaTime;

namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>Writes the graph of a workflow as the fields that <see cref="WorkflowGraphReader"/> reads. Nodes and edges leave out what is as it is by default.</summary>
internal static class WorkflowGraphWriter
{
    public static void Write(Utf8JsonWriter writer, WorkflowGraph graph)
    {
        Write(writer, WorkflowFields.Timeout, graph.Timeout);
        writer.WriteString(WorkflowFields.OnFailure, JobFields.WordFor(WorkflowFields.FailurePolicies, graph.OnFailure));
        if (graph.CompensateOn.Count > 0)
        {
            writer.WriteStartArray(WorkflowFields.CompensateOn);
            foreach (var end in graph.CompensateOn)
            {
                writer.WriteStringValue(JobFields.WordFor(WorkflowFields.CompensatedEnds, end));
            }

            writer.WriteEndArray();
        }

        Write(writer, WorkflowFields.Output, graph.Output);
        writer.WriteStartArray(WorkflowFields.Nodes);
        foreach (var node in graph.Nodes)
        {
            Write(writer, node);
        }

        writer.WriteEndArray();
        writer.WriteStartArray(WorkflowFields.Edges);
        foreach (var edge in graph.Edges)
        {
            Write(writer, edge);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, WorkflowNode node)
    {
        writer.WriteStartObject();
        writer.WriteString(WorkflowFields.Key, node.Key);
        Write(writer, node.Work);
        Write(writer, JobFields.Params, node.Params);
        if (!node.Enabled)
        {
            writer.WriteBoolean(JobFields.Enabled, false);
        }

        if (node.RunWhen != RunWhen.AllSucceeded)
        {
            writer.WriteString(WorkflowFields.RunWhen, JobFields.WordFor(WorkflowFields.RunWhenWords, node.RunWhen));
        }

        if (node.SkipOnFailure)
        {
            writer.WriteBoolean(WorkflowFields.SkipOnFailure, true);
        }

        if (node.Compensates is { } compensated)
        {
            writer.WriteString(WorkflowFields.Compensates, compensated);
        }

        Write(writer, WorkflowFields.Timeout, node.Timeout);
        if (node.Retry != RetryPolicy.None)
        {
            PolicyWriter.Write(writer, node.Retry);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, NodeWork work)
    {
        switch (work)
        {
            case JobWork job:
                writer.WriteString(WorkflowFields.Job, job.Job);
                break;
            case InlineJobWork inline:
                JobDefinitionWriter.Write(writer, inline.Processor);
                if (inline.Delivery != Delivery.AtLeastOnce)
                {
                    writer.WriteString(JobFields.Delivery, JobFields.WordFor(JobFields.Deliveries, inline.Delivery));
                }

                break;
            case SubWorkflowWork sub:
                WriteKind(writer, NodeKind.Workflow);
                writer.WriteString(WorkflowFields.Workflow, sub.Workflow);
                break;
            case DecisionWork decision:
                WriteKind(writer, NodeKind.Decision);
                Write(writer, decision);
                break;
            case ApprovalWork approval:
                WriteKind(writer, NodeKind.Approval);
                Write(writer, approval);
                break;
            case WaitWork wait:
                WriteKind(writer, NodeKind.Wait);
                Write(writer, WorkflowFields.Duration, wait.Duration);
                Write(writer, WorkflowFields.Until, wait.Until);
                if (wait.Signal is { } signal)
                {
                    writer.WriteString(WorkflowFields.Signal, signal);
                }

                break;
            case ForEachWork forEach:
                WriteKind(writer, NodeKind.ForEach);
                Write(writer, forEach);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(work), work, "Not a kind of work that has a JSON form.");
        }
    }

    private static void Write(Utf8JsonWriter writer, ApprovalWork approval)
    {
        Write(writer, WorkflowFields.Prompt, approval.Prompt);
        if (approval.Role != Role.Operator)
        {
            writer.WriteString(WorkflowFields.Role, JobFields.WordFor(WorkflowFields.Roles, approval.Role));
        }

        Write(writer, WorkflowFields.Due, approval.Due);
        if (approval.OnDue != DueAction.Fail)
        {
            writer.WriteString(WorkflowFields.OnDue, JobFields.WordFor(WorkflowFields.DueActions, approval.OnDue));
        }
    }

    private static void Write(Utf8JsonWriter writer, ForEachWork forEach)
    {
        Write(writer, WorkflowFields.Items, forEach.Items);
        if (forEach.Concurrency != WorkflowLimits.UsualConcurrency)
        {
            writer.WriteNumber(WorkflowFields.Concurrency, forEach.Concurrency);
        }

        if (forEach.ToleratedFailures > 0)
        {
            writer.WriteNumber(WorkflowFields.ToleratedFailures, forEach.ToleratedFailures);
        }

        if (forEach.Body is SubWorkflowWork sub)
        {
            writer.WriteString(WorkflowFields.Workflow, sub.Workflow);
        }
        else
        {
            Write(writer, forEach.Body);
        }
    }

    private static void WriteKind(Utf8JsonWriter writer, NodeKind kind) =>
        writer.WriteString(WorkflowFields.Kind, JobFields.WordFor(WorkflowFields.Kinds, kind));

    private static void Write(Utf8JsonWriter writer, DecisionWork decision)
    {
        writer.WriteStartArray(WorkflowFields.Branches);
        foreach (var branch in decision.Branches)
        {
            writer.WriteStartObject();
            writer.WriteString(WorkflowFields.Label, branch.Label);
            writer.WriteString(WorkflowFields.When, branch.When.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (decision.Default is { } label)
        {
            writer.WriteString(WorkflowFields.Default, label);
        }
    }

    private static void Write(Utf8JsonWriter writer, WorkflowEdge edge)
    {
        writer.WriteStartObject();
        writer.WriteString(WorkflowFields.From, edge.From);
        writer.WriteString(WorkflowFields.To, edge.To);
        if (edge.Branch is not null)
        {
            writer.WriteString(WorkflowFields.Branch, edge.Branch);
        }

        if (edge.When is not null)
        {
            writer.WriteString(WorkflowFields.When, edge.When.ToString());
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string field, Duration? given)
    {
        if (given is { } duration)
        {
            writer.WriteString(field, DurationText.Format(duration));
        }
    }

    private static void Write(Utf8JsonWriter writer, string field, Template? template)
    {
        if (template is not null)
        {
            writer.WritePropertyName(field);
            writer.WriteRawValue(template.ToString());
        }
    }
}
