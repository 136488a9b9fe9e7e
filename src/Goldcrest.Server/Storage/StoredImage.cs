using Goldcrest.Core.Functions;

namespace Goldcrest.Server.Storage;

internal sealed record StoredImage(string[] EntryPoint, string[] Command, string? WorkingDirectory)
{
    public static StoredImage From(ImageSettings image) => new([.. image.EntryPoint], [.. image.Command], image.WorkingDirectory);

    public ImageSettings ToSettings() => new([.. EntryPoint], [.. Command], WorkingDirectory);
}
