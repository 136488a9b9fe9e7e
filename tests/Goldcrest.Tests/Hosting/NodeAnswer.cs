using System.Text;

namespace Goldcrest.Tests.Hosting;

/// <param name="ErrorType">The header that names a refusal; null when there is none.</param>
internal sealed record NodeAnswer(int Status, string? ErrorType, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}
