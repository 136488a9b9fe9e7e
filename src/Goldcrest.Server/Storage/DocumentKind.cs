namespace Goldcrest.Server.Storage;

/// <summary>How records of one kind lie in the table of documents.</summary>
/// <param name="Name">Stands in the database: never renamed.</param>
/// <param name="PlaceOf">Where a record lies; the same for all states of one record.</param>
/// <param name="Write">The stored form. Members may be added in later releases, never renamed.</param>
/// <param name="Read">The inverse, also of what earlier releases wrote.</param>
internal sealed record DocumentKind<TRecord>(
    string Name, Func<TRecord, DocumentPlace> PlaceOf, Func<TRecord, string> Write, Func<DocumentPlace, string, TRecord> Read)
    where TRecord : class;

/// <param name="Name">Unique within kind, account and region.</param>
internal readonly record struct DocumentPlace(string Account, string Region, string Name);
