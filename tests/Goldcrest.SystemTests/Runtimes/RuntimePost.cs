using System.Text;

namespace Goldcrest.SystemTests.Runtimes;

/// <summary>One request by which a runtime told the fake Runtime API something.</summary>
/// <param name="Path">Below /2018-06-01/runtime/.</param>
/// <param name="ErrorType">Null without the header.</param>
/// <param name="Body">As it came.</param>
internal sealed record RuntimePost(string Path, string? ErrorType, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}
