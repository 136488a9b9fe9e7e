using Goldcrest.Server.Functions;
using Goldcrest.Server.Runtimes;
using Goldcrest.Wire.Lambda;

namespace Goldcrest.Tests.Runtimes;

public sealed class RuntimeCatalogTests
{
    private static readonly Interpreter[] Pythons = [new("/usr/bin/python3", "3.11.2"), new("/usr/bin/python3.13", "3.13.5"), new("/usr/bin/python3.9", "3.9.1")];

    [Theory]
    [InlineData("python3.11", "python:3.11.2")]
    [InlineData("python3.13", "python:3.13.5")]
    [InlineData("python3.9", "python:3.9.1")]
    [InlineData("java17", "java:17.0.15")]
    [InlineData("java25", "java:25")]
    public void The_version_that_is_asked_for_serves(string runtime, string version)
    {
        var launch = Catalog(isStrict: true).Find(runtime);

        Assert.Equal((version, null), (launch!.Version, launch.Notice));
    }

    [Theory]
    [InlineData("python3.8", "python:3.9.1", "This host has no python 3.8: 3.9.1 serves instead.")]
    [InlineData("python3.10", "python:3.11.2", "This host has no python 3.10: 3.11.2 serves instead.")]
    [InlineData("python3.14", "python:3.13.5", "This host has no python 3.14: 3.13.5 serves instead.")]
    [InlineData("java8.al2", "java:17.0.15", "This host has no java 8: 17.0.15 serves instead.")]
    [InlineData("java21", "java:25", "This host has no java 21: 25 serves instead.")]
    [InlineData("dotnet8", "dotnet:10.0.2", "This host has no dotnet 8: 10.0.2 serves instead.")]
    [InlineData("nodejs22.x", "nodejs:20.19.2", "This host has no nodejs 22: 20.19.2 serves instead.")]
    public void Else_the_next_newer_one_or_the_newest_serves_with_a_notice(string runtime, string version, string notice)
    {
        var launch = Catalog().Find(runtime);

        Assert.Equal((version, notice), (launch!.Version, launch.Notice));
    }

    [Theory]
    [InlineData("python3.8")]
    [InlineData("nodejs22.x")]
    public void A_strict_catalog_has_no_stand_ins(string runtime)
    {
        Assert.Null(Catalog(isStrict: true).Find(runtime));
    }

    [Fact]
    public void A_language_without_an_interpreter_has_no_launch()
    {
        Assert.Null(new RuntimeCatalog([new RubyLanguage(() => [])], "/bootstraps", isStrict: false).Find("ruby3.3"));
    }

    [Fact]
    public void Every_runtime_that_functions_may_have_resolves_where_all_languages_are_installed()
    {
        var accepted = RuntimeValues.All.Where(runtime => SupportedRuntimes.Refuse(runtime) is null).ToList();

        Assert.Contains("ruby3.3", accepted);
        Assert.All(accepted, runtime => Assert.NotNull(Catalog().Find(runtime)));
    }

    [Fact]
    public void A_custom_runtime_brings_its_own_program()
    {
        var launch = Catalog(isStrict: true).Find("provided.al2023");

        Assert.Equal(("provided:al2023", false, 0), (launch!.Version, launch.IsManaged, launch.Command.Count));
    }

    [Fact]
    public void A_wrapper_is_started_with_the_command_as_its_arguments()
    {
        var launch = Catalog().Find("python3.11")!;

        var command = launch.CommandFor(new Dictionary<string, string> { ["AWS_LAMBDA_EXEC_WRAPPER"] = "/opt/wrapper" });

        Assert.Equal(["/bin/sh", "-c", "exec \"$0\" \"$@\"", "/opt/wrapper", "/usr/bin/python3", "-S", "-B", "/var/runtime/bootstrap.py"], command);
    }

    [Fact]
    public void Without_a_wrapper_the_command_is_the_interpreters()
    {
        var launch = Catalog().Find("ruby3.2")!;

        Assert.Equal(launch.Command, launch.CommandFor(new Dictionary<string, string>()));
    }

    [Fact]
    public void A_heap_is_measured_by_the_memory_of_the_function()
    {
        var command = Catalog().Find("java17")!.CommandFor(new Dictionary<string, string> { ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "512" });

        Assert.Equal(["/usr/lib/jvm/java-17/bin/java", "-Xmx445644k"], command.Take(2));
    }

    [Fact]
    public void Node_is_told_how_much_memory_its_function_has()
    {
        var command = Catalog().Find("nodejs20.x")!.CommandFor(new Dictionary<string, string> { ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "512" });

        Assert.Equal(["/usr/bin/node", "--max-semi-space-size=25", "--max-old-space-size=460", "/var/runtime/index.cjs"], command);
    }

    private static RuntimeCatalog Catalog(bool isStrict = false) => new(
        [
            new NodeLanguage(() => [new Interpreter("/usr/bin/node", "20.19.2")]),
            new PythonLanguage(() => Pythons),
            new RubyLanguage(() => [new Interpreter("/usr/bin/ruby", "3.1.2")]),
            new JavaLanguage(() => [new Interpreter("/usr/lib/jvm/java-17/bin/java", "17.0.15"), new Interpreter("/usr/lib/jvm/java-25/bin/java", "25")], (_, _) => "/compiled"),
            new DotnetLanguage(() => [new Interpreter("/usr/share/dotnet/dotnet", "10.0.2")]),
        ],
        "/bootstraps",
        isStrict);
}
