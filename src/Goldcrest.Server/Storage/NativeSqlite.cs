using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Goldcrest.Server.Storage;

/// <summary>Binds to the SQLite library of the host, which its distribution maintains, instead of shipping one.</summary>
internal static class NativeSqlite
{
    private const string SystemLibrary = "libsqlite3.so.0";

    private static readonly Lock Gate = new();
    private static bool _bound;

    /// <exception cref="DllNotFoundException">The host has no SQLite.</exception>
    public static void Bind()
    {
        lock (Gate)
        {
            if (_bound)
            {
                return;
            }

            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
            raw.SetProvider(new SQLite3Provider_e_sqlite3());
            _bound = true;
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "e_sqlite3")
        {
            return 0;
        }

        return NativeLibrary.TryLoad(SystemLibrary, out var handle)
            ? handle
            : throw new DllNotFoundException($"{SystemLibrary} is not installed. On Debian: apt-get install libsqlite3-0");
    }
}
