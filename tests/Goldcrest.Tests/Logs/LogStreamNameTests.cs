using Goldcrest.Core.Logs;

namespace Goldcrest.Tests.Logs;

public sealed class LogStreamNameTests
{
    [Theory]
    [InlineData("/aws/lambda/f", "2026/01/02/[7]00ff")]
    [InlineData("/shared", "2026/01/02/f[7]00ff")]
    public void A_stream_is_named_by_day_version_and_sandbox(string group, string name)
    {
        Assert.Equal(name, LogStreamName.For(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "f", "7", group, "00ff"));
    }
}
