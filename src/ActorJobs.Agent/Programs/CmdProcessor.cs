using ActorJobs.Agent.Settings;

namespace ActorJobs.Agent.Programs;

/// <summary>Runs scripts of the command prompt of Windows.</summary>
internal sealed class CmdProcessor(AgentSettings settings, ProgramRunner runner) : ScriptProcessor(Interpreter.Cmd, settings, runner);
