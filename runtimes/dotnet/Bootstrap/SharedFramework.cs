namespace Goldcrest.DotnetRuntime;

/// <summary>ASP.NET Core, installed beside the runtime. Functions may refer to it; the runtime itself starts without it.</summary>
internal static class SharedFramework
{
    private static readonly Lazy<string?> Folder = new(Look);

    /// <returns>Null when it has no assembly of this name.</returns>
    public static string? Find(string assembly) =>
        Folder.Value is { } folder && Path.Combine(folder, assembly + ".dll") is var file && File.Exists(file) ? file : null;

    private static string? Look()
    {
        var own = new DirectoryInfo(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        var all = new DirectoryInfo(Path.Combine(own.Parent!.Parent!.FullName, "Microsoft.AspNetCore.App"));
        return !all.Exists
            ? null
            : all.GetDirectories().OrderByDescending(folder => folder.Name == own.Name)
                .ThenByDescending(folder => Version.TryParse(folder.Name, out var version) ? version : new Version(0, 0))
                .FirstOrDefault()?.FullName;
    }
}
