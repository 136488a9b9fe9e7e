package goldcrest;

import java.util.Map;

/** What the Runtime API said. */
final class Reply {
    final int status;
    final byte[] body;
    private final Map<String, String> headers;

    /** @param headers by name in lower case */
    Reply(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** @return null without the header, whose name is in lower case */
    String header(String name) {
        return headers.get(name);
    }
}
