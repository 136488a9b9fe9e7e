namespace Goldcrest.Core.Images;

/// <summary>What one entry of a tar archive is.</summary>
public enum TarEntryKind
{
    File,
    Directory,
    SymbolicLink,

    /// <summary>A second name of an earlier entry.</summary>
    HardLink,

    /// <summary>A device or a pipe.</summary>
    Device,

    /// <summary>Facts about the next entry, in place of those of its header.</summary>
    Attributes,

    /// <summary>Facts about all further entries.</summary>
    GlobalAttributes,

    /// <summary>The next entry's name.</summary>
    LongName,

    /// <summary>Where the next entry leads.</summary>
    LongTarget,
}
