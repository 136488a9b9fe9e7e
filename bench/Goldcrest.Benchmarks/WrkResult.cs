namespace Goldcrest.Benchmarks;

/// <summary>What one run measured: latency of single requests and requests finished in a second.</summary>
internal sealed record WrkResult(double P50Ms, double P99Ms, double PerSecond);
