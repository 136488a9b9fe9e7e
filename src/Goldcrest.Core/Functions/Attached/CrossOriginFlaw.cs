namespace Goldcrest.Core.Functions.Attached;

/// <summary>Why a URL cannot have the cross-origin rules that were asked for.</summary>
public abstract record CrossOriginFlaw
{
    private CrossOriginFlaw()
    {
    }

    /// <summary>Rules that let nobody in.</summary>
    public sealed record NoOrigin : CrossOriginFlaw;

    /// <summary>None of <see cref="CrossOriginRules.Methods"/>.</summary>
    public sealed record UnknownMethod(string Method) : CrossOriginFlaw;
}
