using Goldcrest.Server.Runtimes;

namespace Goldcrest.Tests.Runtimes;

public sealed class EntrypointTests : IDisposable
{
    private const UnixFileMode Executable = (UnixFileMode)0b111_101_101;

    private readonly string _root = Directory.CreateTempSubdirectory("goldcrest-entry-").FullName;

    public EntrypointTests()
    {
        foreach (var tree in (string[])["code", "first", "second"])
        {
            Directory.CreateDirectory(Path.Combine(_root, tree));
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void The_functions_own_program_comes_first()
    {
        Write("code/bootstrap");
        Write("first/bootstrap");

        Assert.Equal(new Entrypoint("/var/task/bootstrap", null), Find());
    }

    [Fact]
    public void A_layers_program_serves_when_the_function_has_none()
    {
        Write("first/bootstrap");

        Assert.Equal(new Entrypoint("/opt/bootstrap", null), Find());
    }

    [Fact]
    public void The_last_layers_program_is_the_one_that_is_looked_at()
    {
        Write("first/bootstrap");
        Write("second/bootstrap", "MZ");

        Assert.Equal(new Entrypoint("/opt/bootstrap", "fork/exec /opt/bootstrap: exec format error"), Find());
    }

    [Fact]
    public void A_program_that_cannot_be_executed_is_not_passed_over()
    {
        Write("code/bootstrap", mode: UnixFileMode.UserRead);
        Write("first/bootstrap");

        Assert.Equal(new Entrypoint("/var/task/bootstrap", "fork/exec /var/task/bootstrap: permission denied"), Find());
    }

    [Fact]
    public void A_folder_is_no_program()
    {
        Directory.CreateDirectory(Path.Combine(_root, "code/bootstrap"));
        Write("first/bootstrap");

        Assert.Equal("/opt/bootstrap", Find().Command);
    }

    [Fact]
    public void Nothing_at_all_is_told_with_both_places() =>
        Assert.Equal(new Entrypoint("/var/task/bootstrap", "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"), Find());

    [Theory]
    [InlineData("bin/start")]
    [InlineData("./lib/../bin/start")]
    [InlineData("/opt/bin/start")]
    [InlineData("again")]
    public void A_link_may_lead_to_another_layers_file(string target)
    {
        Write("second/bin/start");
        Directory.CreateDirectory(Path.Combine(_root, "first/lib"));
        File.CreateSymbolicLink(Path.Combine(_root, "first/again"), "bin/start");
        File.CreateSymbolicLink(Path.Combine(_root, "first/bootstrap"), target);

        Assert.Equal(new Entrypoint("/opt/bootstrap", null), Find());
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("bootstrap")]
    [InlineData("bin")]
    public void A_link_that_leads_to_no_file_is_a_program_that_is_not_there(string target)
    {
        Directory.CreateDirectory(Path.Combine(_root, "first/bin"));
        File.CreateSymbolicLink(Path.Combine(_root, "first/bootstrap"), target);

        Assert.Equal(new Entrypoint("/opt/bootstrap", "fork/exec /opt/bootstrap: no such file or directory"), Find());
    }

    [Theory]
    [InlineData("#!/bin/sh\n", null)]
    [InlineData("#! /usr/bin/env -S sh\n", null)]
    [InlineData("#!/bin/../bin/sh\n", null)]
    [InlineData("#!/usr\n", "no such file or directory")]
    [InlineData("#!/etc/hostname\n", "no such file or directory")]
    [InlineData("#!/var\n", "no such file or directory")]
    [InlineData("#!/opt/bin/start -x\n", null)]
    [InlineData("#!/var/task/start\n", "no such file or directory")]
    [InlineData("#!/bin/sh\r\n", "no such file or directory")]
    [InlineData("echo\n", "exec format error")]
    public void The_interpreter_is_looked_for_where_the_sandbox_has_it(string text, string? flaw)
    {
        Write("first/bootstrap", text);
        Write("second/bin/start");

        Assert.Equal(flaw is null ? null : $"fork/exec /opt/bootstrap: {flaw}", Find().Flaw);
    }

    [Fact]
    public void What_only_the_host_has_is_not_there()
    {
        Write("second/bin/start");
        Write("first/bootstrap", $"#!{_root}/second/bin/start\n");

        Assert.Equal("fork/exec /opt/bootstrap: no such file or directory", Find().Flaw);
    }

    private Entrypoint Find() => Entrypoint.Find(new SandboxFiles(Path.Combine(_root, "code"), [Path.Combine(_root, "first"), Path.Combine(_root, "second")]));

    private void Write(string path, string text = "#!/bin/sh\n", UnixFileMode mode = Executable)
    {
        var file = new FileInfo(Path.Combine(_root, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
        file.UnixFileMode = mode;
    }
}
