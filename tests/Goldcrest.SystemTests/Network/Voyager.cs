using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Escapes;
using Goldcrest.SystemTests.Serving;

namespace Goldcrest.SystemTests.Network;

/// <summary>A function that tries the network and says how that went.</summary>
internal sealed class Voyager : IAsyncDisposable
{
    /// <summary>What the expressions of tests are made of. Everything ends within seconds: "silence" is what a dropped packet sounds like.</summary>
    private const string Prelude = """
        import errno, os, socket, struct
        def told(attempt):
            try:
                return attempt()
            except socket.gaierror as fault:
                return {socket.EAI_NONAME: "no such name", socket.EAI_AGAIN: "nobody answers", getattr(socket, "EAI_NODATA", -5): "no such name"}.get(fault.errno, str(fault))
            except TimeoutError:
                return "silence"
            except OSError as fault:
                return errno.errorcode.get(fault.errno, str(fault))
        def stream(host, port, seconds=20):
            def attempt():
                with socket.create_connection((host, port), timeout=seconds) as connection:
                    return connection.recv(200).decode().strip() or "closed"
            return told(attempt)
        def datagram(host, port, seconds=20, source=None, size=1):
            def attempt():
                family = socket.AF_INET6 if ":" in host else socket.AF_INET
                with socket.socket(family, socket.SOCK_DGRAM) as asker:
                    asker.settimeout(seconds)
                    if source:
                        asker.setsockopt(socket.SOL_IP, 15, 1)
                        asker.bind((source, 0))
                    asker.connect((host, port))
                    asker.send(b"?" * size)
                    return asker.recv(200).decode()
            return told(attempt)
        def netlink(kind):
            # A request that could be right; the answer is the kernel's.
            with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as kernel:
                kernel.sendto(struct.pack("<IHHII", 44, kind, 5 | 0x600, 1, 0) + struct.pack("<BBBBI", 2, 24, 0, 0, 100) + bytes(20), (0, 0))
                return errno.errorcode.get(-struct.unpack("<i", kernel.recv(4096)[16:20])[0], "done")
        def address(name, family=socket.AF_INET):
            return told(lambda: sorted({found[4][0] for found in socket.getaddrinfo(name, 80, family)}))

        """;

    private readonly Prisoner _function;

    private Voyager(Prisoner function) => _function = function;

    public static async Task<Voyager> CreateAsync(GoldcrestServer server, JsonObject? settings = null) =>
        new(await Prisoner.CreateAsync(server, timeoutSeconds: 60, settings: settings));

    public string Name => _function.Name;

    /// <param name="expression">Python, made of the functions above.</param>
    /// <returns>Its value as JSON.</returns>
    public Task<string> FindAsync(string expression) => _function.RunAsync($"{Prelude}\nfound = {expression}");

    /// <param name="code">Python; what it leaves in <c>found</c> is the answer.</param>
    public Task<string> RunAsync(string code) => _function.RunAsync($"{Prelude}\n{code}");

    public Task<IReadOnlyList<string>> ReadLogAsync() => _function.ReadLogAsync();

    public ValueTask DisposeAsync() => _function.DisposeAsync();
}
