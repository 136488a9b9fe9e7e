using Goldcrest.Server.Sandboxes;
using Goldcrest.SystemTests.Sandboxes;

MountNamespace.EnterOrContinue();
return args switch
{
    [ServerToKill.Switch, var dataDirectory] => await ServerToKill.RunAsync(dataDirectory),
    ["--measure-sandboxes", var rounds] => await SandboxStopwatch.RunAsync(int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture)),
    _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
};
