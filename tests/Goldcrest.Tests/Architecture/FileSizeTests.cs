namespace Goldcrest.Tests.Architecture;

public sealed class FileSizeTests
{
    private const int MostLines = 400;

    // Files that are one table. Each needs a reason beside it.
    private static readonly string[] Tables = [];

    [Fact]
    public void No_source_file_is_longer_than_a_reader_can_hold()
    {
        var tooLong = Repository.Files("*.cs").Except(Tables)
            .Select(path => (Path: path, Lines: Repository.Read(path).Count(character => character == '\n')))
            .Where(file => file.Lines > MostLines)
            .Select(file => $"{file.Path}: {file.Lines} lines");

        Assert.Empty(tooLong);
    }
}
