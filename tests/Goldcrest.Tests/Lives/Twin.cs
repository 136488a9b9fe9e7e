using System.Globalization;

namespace Goldcrest.Tests.Lives;

/// <summary>
/// The control plane as somebody would write it down who had read AWS's documentation and nothing of ours: a few records, and for each move the
/// answer that has to come.
/// </summary>
internal sealed class Twin(Func<DateTimeOffset> now)
{
    public const int AccountConcurrency = 1000;
    public const int LeastUnreserved = 100;

    private int _marks;

    public SortedDictionary<string, TwinFunction> Functions { get; } = new(StringComparer.Ordinal);

    /// <summary>Every layer version that ever was, in the order of their numbers.</summary>
    public SortedDictionary<string, List<TwinLayerVersion>> Layers { get; } = new(StringComparer.Ordinal);

    public string Now => now().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);

    public double NowSeconds => now().ToUnixTimeMilliseconds() / 1000.0;

    public static string FunctionArn(string name) => $"arn:aws:lambda:us-east-1:000000000000:function:{name}";

    public static string LayerArn(string name) => $"arn:aws:lambda:us-east-1:000000000000:layer:{name}";

    public string NewRevision() => $"rev#{_marks++}";

    public TwinLayerVersion? FindLayer(string arn) => Layers.Values.SelectMany(versions => versions).FirstOrDefault(version => version.Arn == arn);

    /// <summary>What the node does by itself after a while: pending versions become active and updates end, each with another revision.</summary>
    public void Settle()
    {
        foreach (var (_, version) in Unsettled())
        {
            (version.IsPending, version.IsUpdating) = (false, false);
            version.Revision.Become(NewRevision());
        }
    }

    public IReadOnlyList<(TwinFunction Function, TwinVersion Version)> Unsettled() =>
    [
        .. from function in Functions.Values
           from version in function.Versions
           where version.IsPending || version.IsUpdating
           select (function, version),
    ];
}
