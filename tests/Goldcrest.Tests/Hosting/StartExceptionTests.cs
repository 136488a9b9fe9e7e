using Goldcrest.Server.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Goldcrest.Tests.Hosting;

public sealed class StartExceptionTests
{
    private static readonly GoldcrestOptions Options = new() { DataDirectory = "/data" };

    public static TheoryData<Exception, string> Known => new()
    {
        { new IOException("", new AddressInUseException("")), "Port 4566 is taken by another program. Stop that, or choose another port with --port N." },
        { new IOException("No space left on device", 28), "The disk of /data is full. Make room there, or choose a directory on another disk with --data DIR." },
        { new UnauthorizedAccessException("Access to the path '/data/x' is denied."), "The data directory /data cannot be used (Access to the path '/data/x' is denied). Choose another with --data DIR." },
        { new DllNotFoundException("libsqlite3.so.0 is not installed."), "libsqlite3.so.0 is not installed." },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void What_a_person_can_put_right_is_told_in_one_line(Exception fault, string sentence) =>
        Assert.Equal(sentence, StartException.From(fault, Options)?.Message);

    [Fact]
    public void A_fault_that_nobody_foresaw_keeps_its_whole_story() =>
        Assert.Null(StartException.From(new InvalidOperationException("two of them"), Options));
}
