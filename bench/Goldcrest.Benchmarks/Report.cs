using System.Globalization;
using System.Text.Json;

namespace Goldcrest.Benchmarks;

/// <summary>What one run of all scenarios found, and on which machine.</summary>
internal sealed record Report(DateTimeOffset At, string Machine, IReadOnlyList<Measurement> Measurements)
{
    private const string Floor = "kestrel-echo";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string DescribeMachine()
    {
        var cpu = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown CPU";
        var memoryGb = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9;
        return $"{Environment.ProcessorCount} cores ({cpu}), {memoryGb.ToString("0.0", CultureInfo.InvariantCulture)} GB, Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}";
    }

    public static Report Load(string file) => JsonSerializer.Deserialize<Report>(File.ReadAllText(file), Json)!;

    public void Save(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, Json) + "\n");

    /// <param name="baseline">An earlier report to compare with; null for none.</param>
    public void Print(TextWriter output, Report? baseline)
    {
        output.WriteLine($"{Machine}; load generator on the same machine; median of rounds");
        output.WriteLine($"{"",-64}{"median",12}{"noise",8}{"x floor",10}  {(baseline is null ? "" : $"against {baseline.At:yyyy-MM-dd HH:mm}")}");
        foreach (var measured in Measurements)
        {
            var median = measured.Median.ToString(measured.Median < 10 ? "0.000" : "0.0", CultureInfo.InvariantCulture);
            var line = $"{measured.Name,-64}{median,8} {measured.Unit,-5}{measured.Noise,6:P0}{Ratio(measured),10}  {Change(measured, baseline)}";
            output.WriteLine(line.TrimEnd());
        }
    }

    /// <summary>How many times the floor's number of the same kind.</summary>
    private string Ratio(Measurement measured)
    {
        var kind = ((string[])["p50", "p99", "throughput at 16"]).FirstOrDefault(suffix => measured.Name.EndsWith(suffix, StringComparison.Ordinal));
        var floor = Measurements.FirstOrDefault(other => other.Name == $"{Floor} {kind}");
        return kind is null || floor is null || floor == measured ? "" : (measured.Median / floor.Median).ToString("0.00", CultureInfo.InvariantCulture);
    }

    private static string Change(Measurement measured, Report? baseline)
    {
        if (baseline?.Measurements.FirstOrDefault(other => other.Name == measured.Name) is not { Median: > 0 } before)
        {
            return "";
        }

        var change = (measured.Median / before.Median) - 1;

        // A tenth is what a shared machine differs by on its own.
        var isNoise = Math.Abs(change) <= Math.Max(0.1, measured.Noise + before.Noise);
        var verdict = isNoise ? "same" : change > 0 == measured.IsBetterWhenHigher ? "BETTER" : "WORSE";
        return $"{change.ToString("+0%;-0%;0%", CultureInfo.InvariantCulture)} {verdict}";
    }
}
