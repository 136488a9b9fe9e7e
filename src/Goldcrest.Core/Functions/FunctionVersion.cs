using System.Globalization;

namespace Goldcrest.Core.Functions;

/// <summary><c>$LATEST</c> or one published version of a function.</summary>
public sealed record FunctionVersion
{
    public const string Latest = "$LATEST";

    public required FunctionKey Key { get; init; }

    /// <summary><c>$LATEST</c> or a number.</summary>
    public required string Number { get; init; }

    /// <summary>What clients see. While the version is updating, <see cref="Previous"/> still runs.</summary>
    public required Deployment Current { get; init; }

    /// <summary>The deployment before the last change, kept while it is in force; else null.</summary>
    public Deployment? Previous { get; init; }

    public required FunctionPhase Phase { get; init; }

    /// <summary>A UUID that changes at every change.</summary>
    public required string RevisionId { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    /// <summary>The description that <c>$LATEST</c> had when this version was published from it; null for <c>$LATEST</c>.</summary>
    public string? SourceDescription { get; init; }

    public bool IsLatest => Number == Latest;

    /// <summary>True when its sandboxes run INIT ahead of any invocation, and are restored for their first.</summary>
    public bool StartsFromSnapshot => !IsLatest && Serving.Settings.SnapStart == SnapStartMode.PublishedVersions;

    /// <summary>Why the last preparation failed; null when it did not, or the reason is not known.</summary>
    public PreparationFlaw? Flaw { get; init; }

    /// <summary>The deployment that invocations run.</summary>
    public Deployment Serving => Previous ?? Current;

    /// <returns>The number that a qualifier names: digits without leading zeros. Null for <c>$LATEST</c>, aliases and anything else.</returns>
    public static int? FindNumber(string qualifier) =>
        qualifier is ['1' or '2' or '3' or '4' or '5' or '6' or '7' or '8' or '9', ..]
        && int.TryParse(qualifier, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public string QualifiedArn => Key.QualifiedArn(Number);

    /// <summary>A changed copy; what ran before goes on running until <see cref="Prepared"/>.</summary>
    public FunctionVersion Change(FunctionSettings settings, CodeReference code, ChangeStamp stamp) => this with
    {
        Current = new Deployment(stamp.DeploymentId, settings, code),
        Previous = Serving,
        Phase = FunctionLifecycle.Next(Phase, FunctionLifecycle.Happening.Changed),
        RevisionId = stamp.RevisionId,
        LastModified = stamp.Time,
        Flaw = null,
    };

    public FunctionVersion Prepared(string revisionId) => this with
    {
        Previous = null,
        Phase = FunctionLifecycle.Next(Phase, FunctionLifecycle.Happening.Prepared),
        RevisionId = revisionId,
    };

    /// <summary>The previous deployment, if there is one, stays in force.</summary>
    /// <param name="flaw">Null when nothing can be told of the reason but that it is the node's.</param>
    public FunctionVersion PreparationFailed(string revisionId, PreparationFlaw? flaw = null) => this with
    {
        Flaw = flaw,
        Phase = FunctionLifecycle.Next(Phase, FunctionLifecycle.Happening.PreparationFailed),
        RevisionId = revisionId,
    };
}
