using System.Text;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Images;

namespace Goldcrest.Tests.Images;

public sealed class ImageProgramTests
{
    [Theory]
    [InlineData("""{"os":"linux","config":{"Env":["A=1\u00002"]}}""")]
    [InlineData("""{"os":"linux","config":{"Cmd":["run\u0000"]}}""")]
    [InlineData("""{"os":"linux","config":{"WorkingDir":"/a\u0000/b"}}""")]
    public void What_no_process_can_have_is_no_configuration(string json)
    {
        Assert.Null(ImageDefaults.TryRead(Encoding.UTF8.GetBytes(json)));
        Assert.NotNull(ImageDefaults.TryRead(Encoding.UTF8.GetBytes(json.Replace("\\u0000", "", StringComparison.Ordinal))));
    }

    private static readonly ImageDefaults Image = new(["/entry", "-x"], ["app.handler"], "/work", [], []);

    [Fact]
    public void What_the_function_does_not_say_the_image_says()
    {
        Assert.Equal("/entry -x app.handler|app.handler|/work", Of(ImageSettings.AsBuilt));
        Assert.Equal("/entry -x other.handler more|other.handler|/work", Of(ImageSettings.AsBuilt with { Command = ["other.handler", "more"] }));
        Assert.Equal("/own||/work", Of(ImageSettings.AsBuilt with { EntryPoint = ["/own"] }));
        Assert.Equal("/own h|h|/else", Of(new ImageSettings(["/own"], ["h"], "/else")));
    }

    [Fact]
    public void An_image_may_say_nothing()
    {
        var program = ImageProgram.Of(new ImageDefaults([], [], "", [], []), ImageSettings.AsBuilt);

        Assert.Equal(("", null, "/"), (string.Join(' ', program.Words), program.Handler, program.WorkingDirectory));
    }

    [Fact]
    public void A_command_without_entry_point_is_the_program()
    {
        Assert.Null(ImageProgram.Of(Image with { EntryPoint = [] }, ImageSettings.AsBuilt).Handler);
    }

    private static string Of(ImageSettings function) =>
        ImageProgram.Of(Image, function) is var program ? $"{string.Join(' ', program.Words)}|{program.Handler}|{program.WorkingDirectory}" : "";
}
