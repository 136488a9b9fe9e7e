using Goldcrest.Server.Identity;

namespace Goldcrest.Tests.Identity;

public sealed class RootCredentialsTests : IDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"goldcrest-identity-{Guid.NewGuid():N}");

    private string File => Path.Combine(_directory, RootCredentials.FileName);

    public void Dispose()
    {
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    [Fact]
    public void The_first_start_makes_a_key_that_only_the_server_can_read_and_later_ones_keep_it()
    {
        var made = RootCredentials.LoadOrCreate(_directory);

        var read = RootCredentials.LoadOrCreate(_directory);

        Assert.Equal((made.AccessKeyId, made.Secret), (read.AccessKeyId, read.Secret));
        Assert.Equal(made.SessionKey, read.SessionKey);
        Assert.Matches("^AKIA[A-Z2-7]{16}$", made.AccessKeyId);
        Assert.Matches("^[A-Za-z0-9+/]{40}$", made.Secret);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.Equal([File], Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public async Task Of_servers_that_start_at_once_all_get_the_same_key()
    {
        var starts = Enumerable.Range(0, 16).Select(_ => Task.Run(() => RootCredentials.LoadOrCreate(_directory).Secret));

        var secrets = await Task.WhenAll(starts);

        Assert.Single(secrets.Distinct());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"accessKeyId":1}""")]
    [InlineData("""{"accessKeyId":"AKIAAAAAAAAAAAAAAAAA","secretAccessKey":"short","sessionKey":"AAAA"}""")]
    [InlineData("""{"accessKeyId":"AKIAAAAAAAAAAAAAAAAA","secretAccessKey":"ssssssssssssssssssssssssssssssssssssssss","sessionKey":"!"}""")]
    [InlineData("""{"accessKeyId":null,"secretAccessKey":null,"sessionKey":null}""")]
    public void A_damaged_file_stops_the_start_and_stays_as_it_is(string content)
    {
        RootCredentials.LoadOrCreate(_directory);
        System.IO.File.WriteAllText(File, content);

        var error = Assert.Throws<InvalidDataException>(() => RootCredentials.LoadOrCreate(_directory));

        Assert.Contains(File, error.Message, StringComparison.Ordinal);
        Assert.Equal(content, System.IO.File.ReadAllText(File));
    }
}
