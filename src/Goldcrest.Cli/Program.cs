using Goldcrest.Cli;

return await CommandLine.RunAsync(args);
