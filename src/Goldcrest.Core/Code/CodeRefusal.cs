namespace Goldcrest.Core.Code;

/// <summary>Why an uploaded zip is not accepted. Clients are told a few sentences only; the log says which.</summary>
public enum CodeRefusal
{
    /// <summary>The upload itself is over the limit.</summary>
    ZippedTooLarge,

    /// <summary>What it unpacks to is over the limit.</summary>
    UnzippedTooLarge,

    /// <summary>Not a zip, cut short, or split over several disks.</summary>
    NotAZip,

    /// <summary>A zip without a single entry, or no bytes at all.</summary>
    Empty,

    TooManyEntries,

    Encrypted,

    /// <summary>Neither stored nor deflated.</summary>
    UnsupportedCompression,

    /// <summary>The directory at the end and the header before an entry contradict each other.</summary>
    HeadersDisagree,

    /// <summary>Two entries quote the same bytes.</summary>
    Overlapping,

    /// <summary>A name that leaves the tree, is not portable, too long, or not text.</summary>
    BadName,

    /// <summary>Two entries for one path, or a path below something that is no directory.</summary>
    Duplicate,

    /// <summary>A symbolic link that leads out of the tree or nowhere sensible.</summary>
    BadLink,

    /// <summary>A device, pipe or socket.</summary>
    SpecialFile,

    /// <summary>An entry's bytes do not give what its headers promise.</summary>
    ContentDamaged,
}
