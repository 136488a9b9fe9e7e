using Goldcrest.Server.Storage;
using Goldcrest.Tests.Records;

namespace Goldcrest.Tests.Storage;

public sealed class SqliteDocumentsTests : IDisposable
{
    private readonly DataFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_record_is_made_changed_and_deleted()
    {
        using var writer = Writer();
        var notes = Notes(writer, "note");
        var (first, second) = (new Note("ü'\"", "1"), new Note("ü'\"", "✓ \0 2"));

        await notes.SaveAsync(null, first, Token);
        Assert.Equal([first], await notes.LoadAllAsync(Token));

        await notes.SaveAsync(first, second, Token);
        Assert.Equal([second], await notes.LoadAllAsync(Token));

        await notes.SaveAsync(second, null, Token);
        Assert.Empty(await notes.LoadAllAsync(Token));
    }

    [Fact]
    public async Task A_caller_with_an_old_picture_is_refused_and_writes_nothing()
    {
        using var writer = Writer();
        var notes = Notes(writer, "note");
        var (stored, stale) = (new Note("a", "1"), new Note("a", "0"));
        await notes.SaveAsync(null, stored, Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() => notes.SaveAsync(null, stale, Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => notes.SaveAsync(stale, new Note("a", "2"), Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => notes.SaveAsync(stale, null, Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => notes.SaveAsync(new Note("b", "1"), new Note("b", "2"), Token));

        Assert.Equal([stored], await notes.LoadAllAsync(Token));
    }

    [Fact]
    public async Task Kinds_keep_records_of_one_name_apart()
    {
        using var writer = Writer();
        var (notes, others) = (Notes(writer, "note"), Notes(writer, "other"));

        await notes.SaveAsync(null, new Note("a", "1"), Token);
        await others.SaveAsync(null, new Note("a", "2"), Token);

        Assert.Equal([new Note("a", "1")], await notes.LoadAllAsync(Token));
        Assert.Equal([new Note("a", "2")], await others.LoadAllAsync(Token));
    }

    private SqliteWriter Writer() => new(_folder.Database());

    private SqliteDocuments<Note> Notes(SqliteWriter writer, string kind) => new(
        _folder.Database(),
        writer,
        new DocumentKind<Note>(kind, note => new DocumentPlace("a", "r", note.Name), note => note.Text, (place, text) => new Note(place.Name, text)));
}
