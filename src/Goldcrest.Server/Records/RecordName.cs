namespace Goldcrest.Server.Records;

/// <param name="Name">Unique among records of one kind within account and region.</param>
internal readonly record struct RecordName(string Account, string Region, string Name);
