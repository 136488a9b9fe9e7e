namespace Goldcrest.Core.Functions;

/// <summary>A shared file system that a function asked for.</summary>
/// <param name="Arn">Of the access point.</param>
/// <param name="Path">Where it is to appear, under <c>/mnt</c>.</param>
public sealed record FileSystemMount(string Arn, string Path);
