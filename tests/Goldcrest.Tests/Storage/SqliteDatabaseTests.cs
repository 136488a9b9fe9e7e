using System.Globalization;
using Goldcrest.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Goldcrest.Tests.Storage;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_start_makes_a_database_of_the_newest_form()
    {
        Open();

        Assert.Equal((long)Migrator.Scripts().Count, _folder.Ask("PRAGMA user_version"));
        Assert.DoesNotContain(Directory.GetFiles(_folder.Root), file => file.EndsWith(".making", StringComparison.Ordinal));
    }

    [Fact]
    public void An_older_form_is_brought_forward_with_what_it_holds()
    {
        using (var old = _folder.Database().Open())
        {
            Migrator.Run(old, [.. Migrator.Scripts().Take(1)]);
            DataFolder.Ask(old, "INSERT INTO functions VALUES ('a', 'r', 'n', 2, '{}')");
            DataFolder.Ask(old, """INSERT INTO function_versions VALUES ('a', 'r', 'n', '1', 'Active', 'x', 0, '{"Description":"d"}', NULL)""");
        }

        Open();

        Assert.Equal("d", _folder.Ask("SELECT source_description FROM function_versions"));
        Assert.Equal((long)Migrator.Scripts().Count, _folder.Ask("PRAGMA user_version"));
    }

    [Fact]
    public void A_link_to_a_code_signing_configuration_moves_to_its_function()
    {
        using (var old = _folder.Database().Open())
        {
            Migrator.Run(old, [.. Migrator.Scripts().Take(5)]);
            DataFolder.Ask(old, """INSERT INTO functions VALUES ('a', 'r', 'linked', 2, '{}', '{"RecursiveLoop":"Allow"}'), ('a', 'r', 'free', 2, '{}', '{}')""");
            DataFolder.Ask(old, """INSERT INTO documents VALUES ('a', 'r', 'function-code-signing', 'linked', '"csc-1"'), ('a', 'r', 'function-code-signing', 'gone', '"csc-1"')""");
        }

        Open();

        var linked = StoredAttachments.Read((string)_folder.Ask("SELECT attachments FROM functions WHERE name = 'linked'")!);
        Assert.Equal(("csc-1", "Allow"), (linked.CodeSigningConfigId, linked.RecursiveLoop));
        Assert.Equal("{}", _folder.Ask("SELECT attachments FROM functions WHERE name = 'free'"));
        Assert.Equal(0L, _folder.Ask("SELECT count(*) FROM documents"));
    }

    [Fact]
    public void Scripts_are_numbered_without_a_gap_so_that_none_can_come_before_one_that_ran()
    {
        const string Prefix = "Goldcrest.Server.Storage.Migrations.";
        var names = typeof(Migrator).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal));

        var numbers = names.Select(name => int.Parse(name.AsSpan(Prefix.Length, 4), CultureInfo.InvariantCulture)).Order();

        Assert.Equal(Enumerable.Range(1, Migrator.Scripts().Count), numbers);
    }

    [Fact]
    public void A_script_that_fails_leaves_the_form_before_it()
    {
        using var connection = _folder.Database().Open();

        Assert.Throws<SqliteException>(() => Migrator.Run(connection, ["CREATE TABLE a (n);", "CREATE TABLE b (n); CREATE TABLE a (n);"]));

        Assert.Equal(1L, DataFolder.Ask(connection, "PRAGMA user_version"));
        Assert.Equal("a", DataFolder.Ask(connection, "SELECT group_concat(name) FROM sqlite_schema"));
    }

    [Fact]
    public void A_newer_release_s_database_is_refused()
    {
        Open();
        _folder.Ask("PRAGMA user_version = 999");

        Assert.Contains("999, this release knows", Refusal(), StringComparison.Ordinal);
        Assert.Equal(999L, _folder.Ask("PRAGMA user_version"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(5000)]
    [InlineData(-1)]
    [InlineData(-4096)]
    public void A_file_that_was_cut_off_is_refused(int length)
    {
        Fill();
        using (var file = File.OpenWrite(_folder.File))
        {
            file.SetLength(length < 0 ? file.Length + length : length);
        }

        AssertDamaged();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    [InlineData(40_000)]
    public void A_file_with_garbage_in_it_is_refused(int offset)
    {
        Fill();
        using (var file = File.OpenWrite(_folder.File))
        {
            file.Position = offset;
            file.Write(Enumerable.Range(0, 4096).Select(number => (byte)(number * 31)).ToArray());
        }

        AssertDamaged();
    }

    [Fact]
    public void A_directory_in_its_place_is_refused()
    {
        Directory.CreateDirectory(_folder.File);

        Assert.Contains(_folder.File, Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_interrupted_making_left_is_no_hindrance()
    {
        File.WriteAllText($"{_folder.File}.making", "half");

        Open();

        Assert.Equal("ok", _folder.Ask("PRAGMA quick_check(1)"));
    }

    private void AssertDamaged()
    {
        var before = File.ReadAllBytes(_folder.File);

        var refusal = Refusal();

        Assert.Contains($"The database '{_folder.File}' is damaged (", refusal, StringComparison.Ordinal);
        Assert.Contains("Put back a copy", refusal, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_folder.File));
    }

    private string Refusal() => Assert.Throws<StorageException>(Open).Message;

    private void Open() => new SqliteWriter(_folder.Database()).Dispose();

    /// <summary>Enough pages that one in the middle can be hit.</summary>
    private void Fill()
    {
        Open();
        using var connection = _folder.Database().Open();
        DataFolder.Ask(connection, "CREATE TABLE big (n INTEGER PRIMARY KEY, t TEXT)");
        DataFolder.Ask(connection, "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 2000) INSERT INTO big SELECT n, hex(randomblob(50)) FROM c");
        DataFolder.Ask(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }
}
