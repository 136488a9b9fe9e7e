using System.Reflection;
using System.Runtime.Loader;

namespace Goldcrest.DotnetRuntime;

/// <summary>Finds what a function's assemblies refer to: beside them, where their deps.json says, in layers, or in ASP.NET Core's shared framework.</summary>
internal static class FunctionAssemblies
{
    private const string LambdaCore = "Amazon.Lambda.Core";

    /// <summary>Call once, before anything of the function is loaded.</summary>
    public static void Resolve(string taskRoot, Log log)
    {
        var folders = Array.FindAll([taskRoot, "/opt/dotnet", "/opt"], Directory.Exists);
        var resolver = new Lazy<AssemblyDependencyResolver?>(() => ResolverFor(taskRoot));
        var hasPlatformFolders = Directory.Exists(Path.Combine(taskRoot, "runtimes"));
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            (Find(name) ?? SharedFramework.Find(name.Name!)) is { } file ? context.LoadFromAssemblyPath(file) : null;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
            resolver.Value?.ResolveUnmanagedDllToPath(name) is { } file ? System.Runtime.InteropServices.NativeLibrary.Load(file) : 0;
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) =>
        {
            if (loaded.LoadedAssembly.GetName().Name == LambdaCore)
            {
                LoggerFields.Set(loaded.LoadedAssembly, log);
            }
        };

        // A file in the root may stand for one that is in the folder of this platform; only deps.json knows.
        string? Find(AssemblyName name) =>
            (hasPlatformFolders ? resolver.Value?.ResolveAssemblyToPath(name) : null)
            ?? Array.Find(Array.ConvertAll(folders, folder => Path.Combine(folder, name.CultureName ?? "", name.Name + ".dll")), File.Exists)
            ?? (hasPlatformFolders ? null : resolver.Value?.ResolveAssemblyToPath(name));
    }

    private static AssemblyDependencyResolver? ResolverFor(string taskRoot)
    {
        var handler = Environment.GetEnvironmentVariable("_HANDLER") ?? "";
        var main = Environment.GetEnvironmentVariable("LAMBDA_DOTNET_MAIN_ASSEMBLY") ?? handler.Split(HandlerName.Separator)[0];
        var file = Path.Combine(taskRoot, main.EndsWith(".dll", StringComparison.Ordinal) ? main : main + ".dll");
        return File.Exists(file) && File.Exists(Path.ChangeExtension(file, ".deps.json")) ? new AssemblyDependencyResolver(file) : null;
    }
}
