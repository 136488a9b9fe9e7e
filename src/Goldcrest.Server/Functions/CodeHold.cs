using Goldcrest.Core.Functions;

namespace Goldcrest.Server.Functions;

/// <summary>Code that stays at least until this is disposed.</summary>
internal sealed record CodeHold(CodeReference Code, IDisposable? Pin) : IDisposable
{
    public void Dispose() => Pin?.Dispose();
}
