namespace Goldcrest.Core.Code;

/// <summary>What an entry becomes on disk.</summary>
public enum ZipEntryKind
{
    File,
    Directory,
    SymbolicLink,
}
