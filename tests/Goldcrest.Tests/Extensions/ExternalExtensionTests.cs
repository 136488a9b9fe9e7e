using Goldcrest.Server.Extensions;
using Goldcrest.Server.Runtimes;

namespace Goldcrest.Tests.Extensions;

public sealed class ExternalExtensionTests : IDisposable
{
    private const UnixFileMode Executable = (UnixFileMode)0b111_101_101;

    private readonly string _root = Directory.CreateTempSubdirectory("goldcrest-extensions-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Programs_are_found_by_name_and_looked_at_as_the_sandbox_sees_them()
    {
        Write("first/extensions/good", "#!/bin/sh\n");
        Write("first/extensions/windows", "#!/bin/sh\r\n");
        Write("first/extensions/text", "echo\n");
        Write("first/extensions/closed", "#!/bin/sh\n", UnixFileMode.UserRead);
        Write("second/extensions/text", "#!/opt/bin/reader\n");
        Write("second/bin/reader", "#!/bin/sh\n");
        Directory.CreateDirectory(Path.Combine(_root, "first/extensions/folder"));
        File.CreateSymbolicLink(Path.Combine(_root, "first/extensions/lost"), "nowhere");

        Assert.Equal(
            [
                new ExternalExtension("closed", "permission denied"), new ExternalExtension("good", null),
                new ExternalExtension("lost", "no such file or directory"), new ExternalExtension("text", null),
                new ExternalExtension("windows", "no such file or directory"),
            ],
            Find());
    }

    [Fact]
    public void A_file_named_like_the_folder_hides_those_below()
    {
        Write("first/extensions/good", "#!/bin/sh\n");
        Write("second/extensions", "a file");

        Assert.Empty(Find());
    }

    private IReadOnlyList<ExternalExtension> Find()
    {
        string[] layers = [Path.Combine(_root, "first"), Path.Combine(_root, "second")];
        var files = new SandboxFiles(_root, layers);
        return ExternalExtension.Find(layers, command => Entrypoint.FindFlaw(command, files));
    }

    private void Write(string path, string text, UnixFileMode mode = Executable)
    {
        var file = new FileInfo(Path.Combine(_root, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
        file.UnixFileMode = mode;
    }
}
