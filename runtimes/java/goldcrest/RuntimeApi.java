package goldcrest;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One keep-alive HTTP/1.1 connection to the Runtime API, on a bare socket: the HTTP clients of the library load hundreds of classes. */
final class RuntimeApi {
    static final int LARGE_BYTES = 1 << 20;
    private static final String BASE = "/2018-06-01/runtime/";
    private static final byte[] NEXT = ("GET " + BASE + "invocation/next HTTP/1.1\r\nHost: runtime\r\n\r\n").getBytes(StandardCharsets.US_ASCII);

    private final String host;
    private final int port;
    private Socket socket;
    private InputStream input;

    /** The Runtime API refused or went away: the process has nothing left to do. */
    static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Lost(String reason) {
            super("[ERROR] [" + System.currentTimeMillis() + "] LAMBDA_RUNTIME " + reason);
        }
    }

    RuntimeApi(String address) {
        int colon = address.lastIndexOf(':');
        host = address.substring(0, colon);
        port = Integer.parseInt(address.substring(colon + 1));
        connect();
    }

    /**
     * Sends the answer to the last invocation, when there is one, and waits for the next event. Answer and question travel together: the
     * answer's reply is read when the question is already on its way.
     */
    Reply next(byte[] answer) {
        if (answer != null) {
            transmit(answer);
        }

        transmit(NEXT);
        if (answer != null) {
            check(readReply());
            if (socket == null) {
                transmit(NEXT);
            }
        }

        Reply reply = readReply();
        if (reply.status != 200) {
            throw new Lost("Failed to get next invocation. Http response code: " + reply.status + ".");
        }

        return reply;
    }

    /** Waits until the sandbox, which was made for a snapshot, is wanted. */
    void restoreNext() {
        transmit(("GET " + BASE + "restore/next HTTP/1.1\r\nHost: runtime\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        Reply reply = readReply();
        if (reply.status != 200) {
            throw new Lost("Failed to get the restore. Http response code: " + reply.status + ".");
        }
    }

    void post(String path, byte[] body, String headers) {
        send(request(path, body, headers));
    }

    void send(byte[] request) {
        transmit(request);
        check(readReply());
    }

    /** @param headers ready text, each line ended */
    static byte[] request(String path, byte[] body, String headers) {
        byte[] head = ("POST " + BASE + path + " HTTP/1.1\r\nHost: runtime\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    private static void check(Reply reply) {
        if (reply.status != 202) {
            throw new Lost("Failed to post handler success response. Http response code: " + reply.status + ".");
        }
    }

    private void connect() {
        try {
            socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(host, port));
            input = new BufferedInputStream(socket.getInputStream(), 65_536);
        } catch (IOException error) {
            throw new Lost("Lost the Runtime API: " + error.getMessage());
        }
    }

    private void transmit(byte[] request) {
        if (socket == null) {
            connect();
        }

        try {
            socket.getOutputStream().write(request);
        } catch (IOException error) {
            throw new Lost("Lost the Runtime API: " + error.getMessage());
        }
    }

    private Reply readReply() {
        try {
            int status = Integer.parseInt(readLine().substring(9, 12));
            Map<String, String> headers = new HashMap<>();
            for (String line = readLine(); !line.isEmpty(); line = readLine()) {
                int colon = line.indexOf(':');
                headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
            }

            byte[] body = "chunked".equals(headers.get("transfer-encoding"))
                ? readChunks()
                : take(Integer.parseInt(headers.getOrDefault("content-length", "0")));
            if ("close".equals(headers.get("connection"))) {
                socket.close();
                socket = null;
            }

            return new Reply(status, headers, body);
        } catch (IOException error) {
            throw new Lost("Lost the Runtime API: " + error.getMessage());
        }
    }

    private byte[] readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(readLine().split(";")[0].trim(), 16);
            body.write(take(size));
            take(2);
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = input.read(); c != '\n'; c = input.read()) {
            if (c < 0) {
                throw new EOFException("connection closed");
            }

            if (c != '\r') {
                line.write(c);
            }
        }

        return new String(line.toByteArray(), StandardCharsets.UTF_8);
    }

    private byte[] take(int count) throws IOException {
        byte[] taken = new byte[count];
        for (int filled = 0; filled < count;) {
            int read = input.read(taken, filled, count - filled);
            if (read < 0) {
                throw new EOFException("connection closed");
            }

            filled += read;
        }

        return taken;
    }
}
