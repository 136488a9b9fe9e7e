using System.Collections.Immutable;
using Goldcrest.Server.Records;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Tags;

/// <summary>From a decision about tags to the change of the record that carries them.</summary>
internal static class TagChange
{
    /// <param name="record">Null when there is none.</param>
    /// <param name="missing">The answer then.</param>
    /// <param name="with">The record with other tags.</param>
    /// <returns>With the refusal as its answer; null when the tags are changed.</returns>
    public static RecordChange<TRecord, WireError?> Of<TRecord>(
        TRecord? record,
        WireError missing,
        TagDecision decide,
        Func<TRecord, ImmutableSortedDictionary<string, string>> tagsOf,
        Func<TRecord, ImmutableSortedDictionary<string, string>, TRecord> with)
        where TRecord : class
    {
        if (record is null)
        {
            return RecordChange<TRecord, WireError?>.None(missing);
        }

        var (after, refused) = decide(tagsOf(record));
        return after is null ? RecordChange<TRecord, WireError?>.None(refused) : RecordChange<TRecord, WireError?>.To(with(record, after), null);
    }
}
