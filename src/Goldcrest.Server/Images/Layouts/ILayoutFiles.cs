namespace Goldcrest.Server.Images.Layouts;

/// <summary>The files of a layout, in a folder or in an archive.</summary>
internal interface ILayoutFiles : IDisposable
{
    /// <param name="name">Relative, with slashes.</param>
    /// <returns>Null when there is no such file.</returns>
    Stream? Open(string name);
}
