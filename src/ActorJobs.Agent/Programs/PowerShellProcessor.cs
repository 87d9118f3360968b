using ActorJobs.Agent.Settings;

namespace ActorJobs.Agent.Programs;

/// <summary>Runs scripts of PowerShell.</summary>
internal sealed class PowerShellProcessor(AgentSettings settings, ProgramRunner runner)
    : ScriptProcessor(Interpreter.PowerShell, settings, runner);
