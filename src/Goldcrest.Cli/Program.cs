using Goldcrest.Cli;
using Goldcrest.Server.Sandboxes;

// Before anything else, because the process is replaced by itself: the server's mounts must be invisible outside and end with it.
if (args is ["up", ..])
{
    MountNamespace.EnterOrContinue();
}

return await CommandLine.RunAsync(args);
