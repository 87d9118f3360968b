using ActorJobs.Cli;

await using var surroundings = Surroundings.OfThisProcess();
return await Pbm.RunAsync(args, surroundings, CancellationToken.None);
