using System.Runtime.InteropServices;
using System.Text;

namespace Goldcrest.DotnetRuntime;

/// <summary>A function that speaks to the Runtime API itself: a handler without <c>::</c> names its assembly or its program.</summary>
internal static unsafe partial class ExecutableAssembly
{
    private const int NotFound = 104;

    /// <summary>The process becomes the function's program. Returns, with an exit code, only when that fails.</summary>
    public static int BecomeIt(string taskRoot, string handler)
    {
        var program = Path.Combine(taskRoot, handler);
        var assembly = handler.EndsWith(".dll", StringComparison.Ordinal) ? program : program + ".dll";
        if (File.Exists(assembly))
        {
            Execute(Environment.ProcessPath!, "dotnet", "exec", assembly);
        }
        else if (File.Exists(program))
        {
            Execute(program, program);
        }

        LogSink.WriteError($"Error: executable assembly {assembly} or binary {program} not found.\n");
        return NotFound;
    }

    private static void Execute(string program, params string[] arguments)
    {
        Directory.SetCurrentDirectory(Environment.GetEnvironmentVariable("LAMBDA_TASK_ROOT") ?? "/var/task");
        var pointers = stackalloc byte*[arguments.Length + 1];
        for (var i = 0; i < arguments.Length; i++)
        {
            pointers[i] = Text(arguments[i]);
        }

        pointers[arguments.Length] = null;
        _ = Become(Text(program), pointers);
    }

    /// <summary>Never freed: the process ends or becomes another.</summary>
    private static byte* Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text + "\0");
        var place = (byte*)NativeMemory.Alloc((nuint)bytes.Length);
        bytes.CopyTo(new Span<byte>(place, bytes.Length));
        return place;
    }

    [LibraryImport("libc", EntryPoint = "execv")]
    private static partial int Become(byte* path, byte** arguments);
}
