namespace Goldcrest.Server.Storage;

/// <summary>The database cannot be used. The message is for an operator: it names the file, the reason and a way out.</summary>
internal sealed class StorageException(string message, Exception? inner = null) : IOException(message, inner);
