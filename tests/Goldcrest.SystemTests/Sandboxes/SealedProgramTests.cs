using System.Diagnostics;
using Goldcrest.Server.Sandboxes.Linux;
using Xunit;

namespace Goldcrest.SystemTests.Sandboxes;

/// <summary>The copy of the OCI runtime that every sandbox is started by.</summary>
public sealed class SealedProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sealed-").FullName;

    private string File => Path.Combine(_folder, "program");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("/usr/bin/true", 0)]
    [InlineData("/usr/bin/false", 1)]
    public async Task The_copy_does_what_the_program_does(string program, int exitCode)
    {
        var path = new SealedProgram(program).PathToExecute();

        Assert.StartsWith($"/proc/{Environment.ProcessId}/fd/", path);
        Assert.Equal(exitCode, await RunAsync(path));
    }

    [Fact]
    public void Nobody_can_change_the_copy()
    {
        System.IO.File.Copy("/usr/bin/true", File);
        var copy = new SealedProgram(File);

        Assert.ThrowsAny<Exception>(() => System.IO.File.WriteAllText(copy.PathToExecute(), "#!/bin/false\n"));

        Assert.Equal(System.IO.File.ReadAllBytes(File), System.IO.File.ReadAllBytes(copy.PathToExecute()));
    }

    [Fact]
    public async Task A_program_that_was_replaced_is_copied_anew_and_the_older_copy_still_runs()
    {
        System.IO.File.Copy("/usr/bin/true", File);
        var copy = new SealedProgram(File);
        var before = copy.PathToExecute();
        System.IO.File.Delete(File);
        System.IO.File.Copy("/usr/bin/false", File);
        System.IO.File.SetLastWriteTimeUtc(File, System.IO.File.GetLastWriteTimeUtc(File).AddDays(1));

        var after = copy.PathToExecute();

        Assert.Equal((0, 1), (await RunAsync(before), await RunAsync(after)));
        Assert.Equal(after, copy.PathToExecute());
    }

    [Fact]
    public void A_program_that_is_not_there_is_left_to_whoever_executes_it()
    {
        Assert.Equal(File, new SealedProgram(File).PathToExecute());
    }

    private static async Task<int> RunAsync(string program)
    {
        using var process = Process.Start(program);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
