namespace Goldcrest.Server.Records;

/// <summary>What a decision about a record came to.</summary>
/// <param name="Answer">Goes back to the caller.</param>
/// <param name="Save">True when <paramref name="After"/> is to be stored.</param>
/// <param name="After">The record from now on; null deletes it.</param>
internal readonly record struct RecordChange<TRecord, TAnswer>(TAnswer Answer, bool Save, TRecord? After)
    where TRecord : class
{
    public static RecordChange<TRecord, TAnswer> None(TAnswer answer) => new(answer, false, null);

    public static RecordChange<TRecord, TAnswer> To(TRecord after, TAnswer answer) => new(answer, true, after);

    public static RecordChange<TRecord, TAnswer> Delete(TAnswer answer) => new(answer, true, null);
}
