namespace Goldcrest.Wire.Constraints;

/// <summary>Length of a blob in bytes. Its content is never printed.</summary>
internal sealed class BlobConstraint(int min, int max)
{
    public void Check(ReadOnlyMemory<byte>? value, string path, string member, ref Violations violations)
    {
        if (value is not { } blob)
        {
            return;
        }

        if (blob.Length > max)
        {
            violations.Add(string.Empty, isSensitive: true, path, member, Sentence.MaxLength(max));
        }

        if (blob.Length < min)
        {
            violations.Add(string.Empty, isSensitive: true, path, member, Sentence.MinLength(min));
        }
    }
}
