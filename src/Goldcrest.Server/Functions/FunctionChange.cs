using Goldcrest.Core.Functions;

namespace Goldcrest.Server.Functions;

/// <summary>What a decision about a function came to.</summary>
/// <param name="Answer">Goes back to the caller.</param>
/// <param name="Save">True when <paramref name="After"/> is to be stored.</param>
/// <param name="After">The function from now on; null deletes it.</param>
internal readonly record struct FunctionChange<TAnswer>(TAnswer Answer, bool Save, FunctionRecord? After)
{
    public static FunctionChange<TAnswer> None(TAnswer answer) => new(answer, false, null);

    public static FunctionChange<TAnswer> To(FunctionRecord after, TAnswer answer) => new(answer, true, after);

    public static FunctionChange<TAnswer> Delete(TAnswer answer) => new(answer, true, null);
}
