using System.CommandLine;
using Goldcrest.Cli.Installing;
using Goldcrest.Cli.Running;
using Goldcrest.Server.Hosting;
using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Cli.Commands;

internal static class UpCommand
{
    public const string Name = "up";

    public static Command Create()
    {
        var background = new Option<bool>("--background") { Description = "Starts the server detached and returns when it is ready." };
        var stop = new Option<bool>("--stop") { Description = "Stops the server of the data directory." };
        var demo = new Option<bool>("--demo") { Description = "Also deploys two samples, invokes them and shows answers and logs." };
        var noInstall = new Option<bool>("--no-install") { Description = "Never installs packages; says what is missing instead." };
        var config = new Option<string?>("--config") { Description = "The configuration file, one JSON object. See docs/configuration.md." };
        var command = new Command(Name, "Starts the server.") { background, stop, demo, noInstall, config };

        var serverOptions = OptionName.All.ToDictionary(name => name, ServerOption);
        foreach (var option in serverOptions.Values)
        {
            command.Options.Add(option);
        }

        command.SetAction(async parsed =>
        {
            var flags = serverOptions
                .Where(pair => parsed.GetResult(pair.Value) is { Implicit: false })
                .ToDictionary(pair => pair.Key.Flag, pair => FlagText(parsed, pair.Value));
            if (flags.TryGetValue("--data", out var data))
            {
                flags["--data"] = Path.GetFullPath(data);
            }

            var configFile = parsed.GetValue(config);
            var options = ReadOptions(configFile, flags);
            using var signals = new StopSignals();
            if (parsed.GetValue(stop))
            {
                Console.WriteLine(await BackgroundServer.StopAsync(options, TimeProvider.System, signals.Token));
                return ExitCodes.Done;
            }

            await PackageInstaller.ProvideAsync(HostCheck.Judge(HostFacts.OfThisHost(), options.IsolationInForce, options.MountsExports), mayInstall: !parsed.GetValue(noInstall) && Environment.IsPrivilegedProcess, signals.Token);
            var showing = parsed.GetValue(demo);
            if (parsed.GetValue(background))
            {
                return await StartDetachedAsync(options, Arguments(configFile, flags), showing, signals.Token);
            }

            // Replaces this process by itself, so nothing may be held yet: the server's mounts must be invisible outside and end with it.
            MountNamespace.EnterOrContinue();
            return await new ServeRun(options, showing, TimeProvider.System, Console.Out).RunAsync(signals.Token);
        });
        return command;
    }

    /// <summary>Gives the options of the server the texts of their docstrings: read only when somebody asks, because it takes a while.</summary>
    public static void Describe(Command command)
    {
        var help = OptionHelp.Load();
        foreach (var name in OptionName.All)
        {
            command.Options.Single(option => option.Name == name.Flag).Description = OptionHelp.FirstSentence(help.GetValueOrDefault(name.Property.Name, ""));
        }
    }

    private static Option ServerOption(OptionName name) =>
        name.Property.PropertyType == typeof(bool) ? new Option<bool>(name.Flag) : new Option<string>(name.Flag) { HelpName = name.Member };

    private static string FlagText(ParseResult parsed, Option option) =>
        option is Option<bool> flag ? parsed.GetValue(flag).ToString() : parsed.GetValue((Option<string>)option) ?? "";

    private static GoldcrestOptions ReadOptions(string? configFile, Dictionary<string, string> flags)
    {
        if (configFile is not null && !File.Exists(configFile))
        {
            throw new CommandFailure($"There is no configuration file {configFile}.", ExitCodes.Usage);
        }

        var text = configFile is null ? null : File.ReadAllText(configFile);
        var (options, problems) = OptionReading.Read(text, Environment.GetEnvironmentVariable, flags);
        return problems.Count == 0 ? options : throw new CommandFailure(string.Join("\n           ", problems), ExitCodes.Usage);
    }

    private static IEnumerable<string> Arguments(string? configFile, Dictionary<string, string> flags) =>
        [Name, "--no-install", .. configFile is null ? (string[])[] : ["--config", Path.GetFullPath(configFile)], .. flags.SelectMany(flag => new[] { flag.Key, flag.Value })];

    private static async Task<int> StartDetachedAsync(
        GoldcrestOptions options, IEnumerable<string> arguments, bool isDemo, CancellationToken cancellationToken)
    {
        if (DataDirectoryLock.FindHolder(options.DataDirectory) is { } holder)
        {
            throw ServeRun.AlreadyServed(options.DataDirectory, holder);
        }

        var running = await BackgroundServer.StartAsync(options, arguments, TimeProvider.System, cancellationToken);
        if (isDemo)
        {
            await Demo.RunAsync(options, running.Endpoint!, TimeProvider.System, Console.Out, cancellationToken);
        }

        foreach (var line in ServeRun.Introduction(options))
        {
            Console.WriteLine(line);
        }

        Console.WriteLine($"stop it with: {CommandLine.Name} up --stop{ServeRun.DataFlag(options)} (process id {running.ProcessId})");
        Console.WriteLine($"goldcrest ready on {running.Endpoint}");
        return ExitCodes.Done;
    }
}
