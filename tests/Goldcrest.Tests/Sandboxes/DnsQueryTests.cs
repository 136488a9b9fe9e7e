using System.Net;
using System.Text;
using Goldcrest.Core.Sandboxes;

namespace Goldcrest.Tests.Sandboxes;

public sealed class DnsQueryTests
{
    private static readonly byte[] Header = [0x12, 0x34, 0x01, 0, 0, 1, 0, 0, 0, 0, 0, 0];

    [Fact]
    public void A_question_is_read_and_its_name_is_lower_case()
    {
        var query = DnsQuery.TryParse(Question("Www.Example.COM", type: 28), out var failure);

        Assert.Equal(("www.example.com", 28, 33, null), (query!.Name, query.Type, query.QuestionEnd, failure));
    }

    [Fact]
    public void What_follows_the_question_is_left_alone()
    {
        byte[] message = [.. Question("a.b"), 0, 0, 41, 0x10, 0, 0, 0, 0, 0, 0, 0];

        Assert.Equal("a.b", DnsQuery.TryParse(message, out _)!.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12340100000100000000")]
    [InlineData("123481000001000000000000016100000100 01")]
    public void What_is_no_question_is_answered_by_nobody(string hex)
    {
        Assert.Null(DnsQuery.TryParse(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), out var failure));
        Assert.Null(failure);
    }

    [Theory]
    [InlineData("another operation", "123428000001000000000000016100 00010001", DnsFailure.NotImplemented)]
    [InlineData("no question", "123401000000000000000000", DnsFailure.Malformed)]
    [InlineData("two questions", "123401000002000000000000016100 00010001 016100 00010001", DnsFailure.Malformed)]
    [InlineData("a name without end", "1234010000010000000000000161", DnsFailure.Malformed)]
    [InlineData("a label longer than the message", "1234010000010000000000003f61", DnsFailure.Malformed)]
    [InlineData("a label longer than allowed", "123401000001000000000000406100 00010001", DnsFailure.Malformed)]
    [InlineData("a pointer", "123401000001000000000000c00c 00010001", DnsFailure.Malformed)]
    [InlineData("no type", "123401000001000000000000016100 0001", DnsFailure.Malformed)]
    [InlineData("a whole zone", "123401000001000000000000016100 00fc0001", DnsFailure.Refused)]
    public void What_cannot_be_asked_is_refused(string what, string hex, DnsFailure expected)
    {
        _ = what;

        Assert.Null(DnsQuery.TryParse(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), out var failure));
        Assert.Equal(expected, failure);
    }

    [Fact]
    public void A_name_has_at_most_255_bytes()
    {
        var longest = string.Join('.', Enumerable.Repeat(new string('x', 49), 5)) + ".yyy";

        Assert.Equal(longest, DnsQuery.TryParse(Question(longest), out _)!.Name);
        Assert.Null(DnsQuery.TryParse(Question(longest + "z"), out var failure));
        Assert.Equal(DnsFailure.Malformed, failure);
    }

    [Fact]
    public void A_longer_message_than_any_client_sends_is_malformed()
    {
        Assert.Null(DnsQuery.TryParse([.. Question("a"), .. new byte[DnsQuery.MaxBytes]], out var failure));
        Assert.Equal(DnsFailure.Malformed, failure);
    }

    [Fact]
    public void No_bytes_whatever_do_harm()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var message = Question("some.name.test");
            for (var spoilt = 0; spoilt < random.Next(6); spoilt++)
            {
                message[random.Next(message.Length)] = (byte)random.Next(256);
            }

            message = message[..random.Next(message.Length + 1)];
            if (DnsQuery.TryParse(message, out var failure) is { } query)
            {
                Assert.InRange(query.QuestionEnd, DnsQuery.HeaderBytes, message.Length);
                Assert.NotEmpty(DnsAnswer.Address(message, query, IPAddress.Loopback));
            }
            else if (failure is { } reason)
            {
                Assert.Equal(DnsQuery.HeaderBytes, DnsAnswer.Failure(message, null, reason).Length);
            }
        }
    }

    [Theory]
    [InlineData("example.test", 0x1234, 1, true)]
    [InlineData("EXAMPLE.test", 0x1234, 1, true)]
    [InlineData("example.test", 0x1235, 1, false)]
    [InlineData("example.evil", 0x1234, 1, false)]
    [InlineData("example.test", 0x1234, 28, false)]
    public void An_answer_has_the_question_s_id_and_words(string name, int id, byte type, bool expected)
    {
        var question = Question("example.test");
        var answer = DnsAnswer.Failure(Question(name, type), DnsQuery.TryParse(Question(name, type), out _), DnsFailure.NoSuchName);
        (answer[0], answer[1]) = ((byte)(id >> 8), (byte)id);

        Assert.Equal(expected, DnsQuery.TryParse(question, out _)!.IsAnsweredBy(answer, question));
        Assert.False(DnsQuery.TryParse(question, out _)!.IsAnsweredBy(question, question));
        Assert.False(DnsQuery.TryParse(question, out _)!.IsAnsweredBy(answer.AsSpan(0, 11), question));
    }

    [Fact]
    public void An_address_is_answered_to_who_asks_for_one_of_its_kind()
    {
        var question = Question("a");
        var query = DnsQuery.TryParse(question, out _)!;
        var other = Question("a", type: 28);

        var answer = DnsAnswer.Address(question, query, new IPAddress([169, 254, 0, 1]));
        var none = DnsAnswer.Address(other, DnsQuery.TryParse(other, out _)!, new IPAddress([169, 254, 0, 1]));

        Assert.Equal("12348180000100010000000001610000010001C00C000100010000003C0004A9FE0001", Convert.ToHexString(answer));
        Assert.Equal("123481800001000000000000016100001C0001", Convert.ToHexString(none));
    }

    private static byte[] Question(string name, byte type = 1) =>
        [.. Header, .. name.Split('.').SelectMany(label => Encoding.ASCII.GetBytes(label).Prepend((byte)label.Length)), 0, 0, type, 0, 1];
}
