namespace Goldcrest.Benchmarks;

/// <summary>The echo as a custom runtime in bash alone, without any other program but cat.</summary>
internal static class EchoInBash
{
    private const string Source = """
        #!/bin/bash
        set -euo pipefail
        export LC_ALL=C
        base=/2018-06-01/runtime/invocation
        exec {api}<>"/dev/tcp/${AWS_LAMBDA_RUNTIME_API%:*}/${AWS_LAMBDA_RUNTIME_API##*:}"

        # cat writes once what printf would write line by line.
        send() { printf "$@" | cat >&"$api"; }

        read_reply() {
          local line length=0
          while IFS= read -r line <&"$api" && line=${line%$'\r'} && [[ -n $line ]]; do
            case ${line,,} in
              content-length:*) length=${line#*: } ;;
              lambda-runtime-aws-request-id:*) id=${line#*: } ;;
            esac
          done
          body=
          if ((length > 0)); then IFS= read -r -N "$length" body <&"$api"; fi
        }

        while true; do
          send 'GET %s/next HTTP/1.1\r\nHost: r\r\n\r\n' "$base"
          read_reply
          send 'POST %s/%s/response HTTP/1.1\r\nHost: r\r\nContent-Length: %d\r\n\r\n%s' "$base" "$id" "${#body}" "$body"
          read_reply
        done

        """;

    public static async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        var bootstrap = Path.Combine(folder, "bootstrap");
        await File.WriteAllTextAsync(bootstrap, Source, cancellationToken);
        File.SetUnixFileMode(bootstrap, (UnixFileMode)0b111_101_101);
    }
}
