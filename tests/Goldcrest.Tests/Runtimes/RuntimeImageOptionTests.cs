using Goldcrest.Server.Runtimes;

namespace Goldcrest.Tests.Runtimes;

public sealed class RuntimeImageOptionTests
{
    [Fact]
    public void Each_runtime_has_one_image()
    {
        var (images, problem) = RuntimeImage.TryRead("python3.13=docker.io/library/python:3.13-slim, nodejs22.x=/srv/images/node22");

        Assert.Null(problem);
        Assert.Equal([new RuntimeImage("python3.13", "docker.io/library/python:3.13-slim"), new RuntimeImage("nodejs22.x", "/srv/images/node22")], images);
    }

    [Theory]
    [InlineData("python3.13")]
    [InlineData("python3.13=")]
    [InlineData("python3.13=No Image")]
    [InlineData("java21=/srv/java")]
    [InlineData("provided.al2023=/srv/any")]
    [InlineData("python3.13=/a,python3.13=/b")]
    public void What_cannot_be_used_is_told(string text)
    {
        Assert.NotNull(RuntimeImage.TryRead(text).Problem);
    }
}
