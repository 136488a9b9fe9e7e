using System.Globalization;
using Goldcrest.Benchmarks;

if (args is ["--kestrel-echo", var port])
{
    await KestrelEcho.RunAsync(int.Parse(port, CultureInfo.InvariantCulture));
    return 0;
}

var wanted = new List<string>();
var rounds = 3;
string? baseline = null;
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--compare" when i + 1 < args.Length && File.Exists(args[i + 1]):
            baseline = args[++i];
            break;
        case "--server" when i + 1 < args.Length && File.Exists(args[i + 1]):
            ServerUnderTest.Program = Path.GetFullPath(args[++i]);
            break;
        case "--rounds" when i + 1 < args.Length && int.TryParse(args[i + 1], out rounds) && rounds is >= 1 and <= 20:
            i++;
            break;
        case var name when !name.StartsWith('-'):
            wanted.Add(name);
            break;
        default:
            Console.Error.WriteLine($"bench: {args[i]} is not understood. Usage: ./goldcrest bench [scenario…] [--compare FILE] [--rounds N] [--server FILE]");
            return 2;
    }
}

var folder = Directory.CreateDirectory(Path.Combine("artifacts", "bench")).FullName;
var scenarios = Scenarios.Choose(wanted, rounds, folder, Console.Error, out var unknown);
if (unknown is not null)
{
    Console.Error.WriteLine($"bench: there is no scenario {unknown}; there are: {string.Join(", ", Scenarios.Names())}");
    return 2;
}

using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(45));
var measurements = new List<Measurement>();
var failures = 0;
foreach (var scenario in scenarios)
{
    Console.Error.WriteLine($"measuring {scenario.Name}…");
    try
    {
        measurements.AddRange(await scenario.RunAsync(deadline.Token));
    }
    catch (Exception e) when (e is not OperationCanceledException)
    {
        // One scenario that cannot be had must not cost the others; a peer that is missing is only noted.
        Console.Error.WriteLine($"{scenario.Name} skipped: {e.Message}");
        failures += Scenarios.IsPeer(scenario) ? 0 : 1;
    }
}

var report = new Report(TimeProvider.System.GetUtcNow(), Report.DescribeMachine(), measurements);
report.Print(Console.Out, baseline is null ? null : Report.Load(baseline));
var file = Path.Combine(folder, $"{report.At.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.json");
report.Save(file);
Console.WriteLine($"written to {Path.GetRelativePath(Environment.CurrentDirectory, file)}");
return failures == 0 ? 0 : 1;
