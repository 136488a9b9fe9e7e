namespace Goldcrest.Benchmarks;

/// <summary>The echo as a custom runtime of a few lines: one connection, one buffer.</summary>
internal static class EchoInC
{
    private const string Source = """
        #define _GNU_SOURCE
        #include <arpa/inet.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/socket.h>
        #include <unistd.h>

        static char in[65536], out[65536];

        /* One answer of the Runtime API: the end of its head, and the length of its body. */
        static char *read_answer(int api, size_t *length)
        {
            size_t have = 0;
            for (;;) {
                ssize_t got = read(api, in + have, sizeof in - 1 - have);
                if (got <= 0) exit(1);
                have += (size_t)got;
                in[have] = 0;
                char *body = strstr(in, "\r\n\r\n"), *size = strcasestr(in, "content-length:");
                if (!body || !size) continue;
                *length = strtoul(size + 15, NULL, 10);
                if (have >= (size_t)(body + 4 - in) + *length) return body + 4;
            }
        }

        int main(void)
        {
            struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(9001), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
            int api = socket(AF_INET, SOCK_STREAM, 0);
            if (connect(api, (struct sockaddr *)&at, sizeof at) != 0) return 1;
            for (;;) {
                static const char next[] = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: r\r\n\r\n";
                size_t length;
                if (write(api, next, sizeof next - 1) < 0) return 1;
                char *event = read_answer(api, &length), id[64] = "";
                sscanf(strcasestr(in, "aws-request-id:") + 15, " %63s", id);
                int size = snprintf(out, sizeof out, "POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: r\r\nContent-Length: %zu\r\n\r\n%.*s",
                    id, length, (int)length, event);
                if (write(api, out, (size_t)size) < 0) return 1;
                read_answer(api, &length);
            }
        }

        """;

    /// <summary>Leaves a static program in the folder.</summary>
    /// <exception cref="InvalidOperationException">gcc failed; carries what it printed.</exception>
    public static async Task CompileAsync(string folder, CancellationToken cancellationToken)
    {
        var source = Path.Combine(folder, "bootstrap.c");
        await File.WriteAllTextAsync(source, Source, cancellationToken);
        await HostProgram.RunAsync("gcc", ["-O2", "-static", "-o", Path.Combine(folder, "bootstrap"), source], folder, cancellationToken);
        File.Delete(source);
    }
}
