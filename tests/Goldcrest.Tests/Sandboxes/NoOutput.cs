using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Tests.Sandboxes;

/// <summary>For a sandbox that never runs.</summary>
internal sealed class NoOutput : ISandboxOutput
{
    public void OnText(ReadOnlySpan<byte> bytes)
    {
    }

    public void OnEvent(ReadOnlySpan<byte> message)
    {
    }
}
