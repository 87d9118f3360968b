using ActorJobs.Agent.Settings;

namespace ActorJobs.Agent.Programs;

/// <summary>Runs scripts of Python 3.</summary>
internal sealed class PythonProcessor(AgentSettings settings, ProgramRunner runner) : ScriptProcessor(Interpreter.Python, settings, runner);
