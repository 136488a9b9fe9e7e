using Goldcrest.Server.Secrets;
using Goldcrest.Tests.Code;

namespace Goldcrest.Tests.Secrets;

public sealed class SecretBoxTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("{\"PASSWORD\":\"geheim ✓\"}")]
    public void What_was_sealed_opens_after_a_restart(string text)
    {
        var kept = new SecretBox(_folder.Root).Seal(text, "hello");

        Assert.Equal(text, new SecretBox(_folder.Root).Open(kept, "hello"));
    }

    [Fact]
    public void The_sealed_form_does_not_show_the_text_and_never_repeats()
    {
        var box = new SecretBox(_folder.Root);

        var first = box.Seal("password", "hello");
        var second = box.Seal("password", "hello");

        Assert.NotEqual(first, second);
        Assert.DoesNotContain("password", System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(first)), StringComparison.Ordinal);
    }

    [Fact]
    public void It_does_not_open_for_another_owner()
    {
        var box = new SecretBox(_folder.Root);
        var kept = box.Seal("password", "hello");

        Assert.Throws<InvalidDataException>(() => box.Open(kept, "other"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("no base64!")]
    public void Garbage_is_named_as_such(string garbage)
    {
        Assert.Throws<InvalidDataException>(() => new SecretBox(_folder.Root).Open(garbage, "hello"));
    }

    [Fact]
    public void One_changed_bit_is_noticed_wherever_it_lies()
    {
        var box = new SecretBox(_folder.Root);
        var kept = Convert.FromBase64String(box.Seal("password", "hello"));

        for (var at = 0; at < kept.Length; at++)
        {
            var changed = kept.ToArray();
            changed[at] ^= 1;
            Assert.Throws<InvalidDataException>(() => box.Open(Convert.ToBase64String(changed), "hello"));
        }
    }

    [Fact]
    public void A_key_that_is_cut_short_is_refused_and_left_alone()
    {
        var path = Path.Combine(_folder.Root, SecretBox.FileName);
        _ = new SecretBox(_folder.Root);
        File.WriteAllBytes(path, [1, 2, 3]);

        Assert.Throws<InvalidDataException>(() => new SecretBox(_folder.Root));

        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
    }

    [Fact]
    public void Only_the_owner_may_read_the_key()
    {
        _ = new SecretBox(_folder.Root);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.Root, SecretBox.FileName)));
    }

    [Fact]
    public void Of_many_that_start_at_once_all_have_the_same_key()
    {
        var boxes = new SecretBox[16];

        Parallel.For(0, boxes.Length, i => boxes[i] = new SecretBox(_folder.Root));

        var kept = boxes[0].Seal("password", "hello");
        Assert.All(boxes, box => Assert.Equal("password", box.Open(kept, "hello")));
    }
}
