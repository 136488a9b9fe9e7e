namespace Goldcrest.Server.Sandboxes.Seccomp;

/// <summary>A condition on one argument's low 32 bits: after masking it must be (or must not be) one of the values.</summary>
/// <param name="Argument">0 to 5.</param>
/// <param name="Mask">All ones looks at the whole word.</param>
/// <param name="Among">True: must be one of the values. False: must be none of them.</param>
/// <param name="Otherwise">The answer when the condition does not hold.</param>
/// <param name="When">The check counts only when the first argument is this; null: always.</param>
/// <remarks>The low word is all the kernel reads of an int; no check may be made here on a 64-bit argument.</remarks>
internal sealed record ArgumentCheck(
    int Argument, uint Mask, bool Among, IReadOnlyList<uint> Values, uint Otherwise, uint? When = null);
