using Goldcrest.Core.Images;

namespace Goldcrest.Server.Images.Unpacking;

/// <summary>What one image has taken so far of what it may take, all layers together.</summary>
internal sealed class UnpackBudget(ImageLimits limits)
{
    public long Bytes { get; private set; }

    public int Entries { get; private set; }

    public int MaxEntries => limits.MaxEntries;

    /// <exception cref="ImageException">That is too much.</exception>
    public void TakeBytes(int count)
    {
        Bytes += count;
        if (Bytes > limits.MaxBytes)
        {
            throw new ImageException(ImageFailure.Reason.TooLarge, $"the image holds more than {limits.MaxBytes} bytes uncompressed");
        }
    }

    /// <exception cref="ImageException">That is too much.</exception>
    public void TakeEntry()
    {
        if (++Entries > limits.MaxEntries)
        {
            throw new ImageException(ImageFailure.Reason.TooLarge, $"the image has more than {limits.MaxEntries} entries");
        }
    }
}
