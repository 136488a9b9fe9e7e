using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Identity;

/// <summary>A server that believes everybody keeps accounts and regions apart all the same.</summary>
public sealed class DevModeTests : IAsyncLifetime
{
    private GoldcrestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await GoldcrestServer.StartAsync(null, "--dev");

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Test_and_test_is_the_default_account_and_twelve_digits_are_an_account_of_their_own()
    {
        using var files = new TemporaryFiles();
        var zip = files.Add(await CodeZip.OfAsync("tests/fixtures/functions/clients/app.py"));

        var anybody = await CreateAsync("test", zip);
        var digits = await CreateAsync("111122223333", zip);

        Assert.Equal("arn:aws:lambda:us-east-1:000000000000:function:same-name", anybody);
        Assert.Equal("arn:aws:lambda:us-east-1:111122223333:function:same-name", digits);
    }

    [Fact]
    public async Task Nobody_sees_the_functions_of_another_account_or_region()
    {
        using var files = new TemporaryFiles();
        var zip = files.Add(await CodeZip.OfAsync("tests/fixtures/functions/clients/app.py"));
        await ClientProgram.RunAsync(ClientProgram.Boto3, "five", _server.Variables("444455556666", "any", "us-east-1"), "hidden", zip);

        var owner = await NamesAsync("444455556666", "us-east-1");
        var other = await NamesAsync("777788889999", "us-east-1");
        var elsewhere = await NamesAsync("444455556666", "eu-west-1");

        Assert.Equal(["hidden-0", "hidden-1", "hidden-2", "hidden-3", "hidden-4"], owner);
        Assert.Empty(other);
        Assert.Empty(elsewhere);
    }

    private async Task<string?> CreateAsync(string key, string zip)
    {
        var created = await ClientProgram.AwsAsync(
            _server, _server.Variables(key, key, "us-east-1"),
            "create-function", "--function-name", "same-name", "--runtime", "python3.12", "--handler", "app.handler",
            "--role", "arn:aws:iam::000000000000:role/x", "--zip-file", "fileb://" + zip, "--query", "FunctionArn", "--output", "text");
        return created.Output.Trim();
    }

    private async Task<IEnumerable<string?>> NamesAsync(string account, string region)
    {
        var facts = await ClientProgram.RunAsync(ClientProgram.JavaScript, "who", _server.Variables(account, "any", region));
        return facts.GetProperty("names").EnumerateArray().Select(name => name.GetString());
    }
}
