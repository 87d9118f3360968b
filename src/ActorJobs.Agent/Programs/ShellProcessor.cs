using ActorJobs.Agent.Settings;

namespace ActorJobs.Agent.Programs;

/// <summary>Runs scripts of bash, or sh where there is none.</summary>
internal sealed class ShellProcessor(AgentSettings settings, ProgramRunner runner) : ScriptProcessor(Interpreter.Shell, settings, runner);
