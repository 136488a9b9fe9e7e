using Goldcrest.Server.Records;
using Change = Goldcrest.Server.Records.RecordChange<Goldcrest.Tests.Records.Note, string>;

namespace Goldcrest.Tests.Records;

public sealed class RecordCatalogTests
{
    private readonly MemoryRecordStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_stored_is_found_after_loading()
    {
        await _store.SaveAsync(null, new Note("a", "1"), Token);
        var catalog = Catalog();

        await catalog.LoadAsync(Token);

        Assert.Equal(new Note("a", "1"), catalog.Find("a"));
        Assert.Null(catalog.Find("b"));
        Assert.Single(catalog.All);
    }

    [Fact]
    public async Task A_change_is_stored_before_it_is_seen_and_answered()
    {
        var catalog = Catalog();
        var gate = _store.Hold();

        var changing = catalog.ChangeAsync("a", _ => Change.To(new Note("a", "1"), "made"), Token);

        Assert.False(changing.IsCompleted);
        Assert.Null(catalog.Find("a"));
        gate.SetResult();
        Assert.Equal("made", await changing);
        Assert.Equal(new Note("a", "1"), catalog.Find("a"));
    }

    [Fact]
    public async Task A_decision_to_change_nothing_writes_nothing()
    {
        var catalog = Catalog();

        Assert.Equal("no", await catalog.ChangeAsync("a", note => note is null ? Change.None("no") : Change.None("yes"), Token));

        Assert.Equal(0, _store.Saves);
    }

    [Fact]
    public async Task A_deleted_record_is_gone_and_can_be_made_again()
    {
        var catalog = Catalog();
        await catalog.ChangeAsync("a", _ => Change.To(new Note("a", "1"), ""), Token);

        await catalog.ChangeAsync("a", _ => Change.Delete(""), Token);
        Assert.Null(catalog.Find("a"));

        await catalog.ChangeAsync("a", note => Change.To(new Note("a", note is null ? "new" : "old"), ""), Token);
        Assert.Equal(new Note("a", "new"), catalog.Find("a"));
    }

    [Fact]
    public async Task A_store_that_refuses_leaves_memory_as_it_was()
    {
        var catalog = Catalog();
        await catalog.ChangeAsync("a", _ => Change.To(new Note("a", "1"), ""), Token);
        _store.Refuses = true;

        await Assert.ThrowsAsync<InvalidOperationException>(() => catalog.ChangeAsync("a", _ => Change.To(new Note("a", "2"), ""), Token));

        Assert.Equal(new Note("a", "1"), catalog.Find("a"));
        _store.Refuses = false;
        await catalog.ChangeAsync("a", _ => Change.To(new Note("a", "3"), ""), Token);
        Assert.Equal(new Note("a", "3"), catalog.Find("a"));
    }

    [Fact]
    public async Task A_client_that_leaves_while_its_change_is_written_does_not_undo_it()
    {
        var catalog = Catalog();
        using var client = new CancellationTokenSource();
        var gate = _store.Hold();

        var changing = catalog.ChangeAsync("a", _ => Change.To(new Note("a", "1"), "made"), client.Token);
        await client.CancelAsync();
        gate.SetResult();

        Assert.Equal("made", await changing);
        Assert.Equal(new Note("a", "1"), catalog.Find("a"));
    }

    [Fact]
    public async Task Everybody_decides_on_what_the_one_before_left()
    {
        var catalog = Catalog();

        await Parallel.ForAsync(0, 200, async (_, token) => await catalog.ChangeAsync(
            "a", note => Change.To(new Note("a", $"{int.Parse(note?.Text ?? "0", System.Globalization.CultureInfo.InvariantCulture) + 1}"), ""), token));

        Assert.Equal(new Note("a", "200"), catalog.Find("a"));
        Assert.Equal([new Note("a", "200")], await _store.LoadAllAsync(Token));
    }

    [Fact]
    public async Task Whoever_listens_is_told_of_both_states_once_the_change_can_be_seen()
    {
        var catalog = Catalog();
        var told = new List<(Note?, Note?, Note?)>();
        catalog.Changed += (before, after) => told.Add((before, after, catalog.Find("a")));

        await catalog.ChangeAsync("a", _ => Change.To(new Note("a", "1"), ""), Token);
        await catalog.ChangeAsync("a", _ => Change.None(""), Token);
        await catalog.ChangeAsync("a", _ => Change.Delete(""), Token);

        Assert.Equal([(null, new Note("a", "1"), new Note("a", "1")), (new Note("a", "1"), null, null)], told);
    }

    /// <summary>Or else a client that has seen the change by its key would not find it in a list.</summary>
    [Fact]
    public async Task A_list_that_follows_the_store_is_told_before_the_change_can_be_seen_by_its_key()
    {
        var catalog = Catalog();
        var told = new List<(Note?, Note?, Note?)>();
        catalog.Stored += (before, after) => told.Add((before, after, catalog.Find("a")));

        await catalog.ChangeAsync("a", _ => Change.To(new Note("a", "1"), ""), Token);

        Assert.Equal([(null, new Note("a", "1"), null)], told);
    }

    private RecordCatalog<string, Note> Catalog() => new(_store, note => note.Name);
}
