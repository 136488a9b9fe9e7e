package goldcrest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Does once what every start does, so that the classes it takes can be archived: see JavaBootstrap in the server. */
public final class Rehearsal {
    private static final String EVENT = "{\"name\":\"value\",\"list\":[1,2.5,true,null],\"map\":{}}";

    private Rehearsal() {
    }

    /** Has properties of the common types. */
    public static final class Bean {
        private String name;
        private Map<String, Object> map;

        public String getName() {
            return name;
        }

        public void setName(String value) {
            name = value;
        }

        public Map<String, Object> getMap() {
            return map;
        }

        public void setMap(Map<String, Object> value) {
            map = value;
        }
    }

    /** Answers with its event. */
    public static final class Echo implements RequestHandler<Bean, Bean> {
        @Override
        public Bean handleRequest(Bean input, Context context) {
            return input;
        }
    }

    /** Answers with its event, unread. */
    public static final class StreamEcho implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            input.transferTo(output);
        }
    }

    static void run() throws Throwable {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(Map.of("AWS_LAMBDA_LOG_FORMAT", "JSON", "AWS_LAMBDA_LOG_LEVEL", "INFO"));
        Log log = Log.open(environment);
        Streams.replace();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answer(server));
            answering.setDaemon(true);
            answering.start();
            RuntimeApi api = new RuntimeApi(server.getInetAddress().getHostAddress() + ":" + server.getLocalPort());
            Reply event = api.next(null);
            InvocationContext context = new InvocationContext(event, log);
            log.enter(context);
            loadFromFolder();
            for (String handler : new String[] {Echo.class.getName(), StreamEcho.class.getName(), Rehearsal.class.getName() + "::echo"}) {
                HandlerLoader.load(handler, Bootstrap.class.getClassLoader()).handle(event.body, context);
            }

            Mapping.of(Object.class).write(Mapping.of(Map.class).read(event.body));
            RuntimeApi.request("invocation/x/response", event.body, "Content-Type: application/json\r\n");
        }
    }

    /** As a function's classes are: out of a folder, or not there. */
    private static void loadFromFolder() throws IOException, ReflectiveOperationException {
        Path root = Files.createTempDirectory("rehearsal");
        String file = Bean.class.getName().replace('.', '/') + ".class";
        Files.createDirectories(root.resolve(file).getParent());
        try (InputStream bytes = Bootstrap.class.getClassLoader().getResourceAsStream(file)) {
            Files.copy(bytes, root.resolve(file));
        }

        FunctionClassLoader loader = FunctionClassLoader.of(root.toString());
        Thread.currentThread().setContextClassLoader(loader);
        loader.loadClass(Bean.class.getName()).getConstructor().newInstance();
        try {
            loader.loadClass("nowhere.Nothing");
        } catch (ClassNotFoundException expected) {
            Failure.cutTrace(expected);
        }
    }

    public static Map<String, Object> echo(Map<String, Object> input, Context context) {
        return input;
    }

    private static void answer(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getInputStream().read(new byte[1024]);
            client.getOutputStream().write(("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: x\r\nContent-Length: " + EVENT.length() + "\r\n\r\n" + EVENT)
                .getBytes(StandardCharsets.US_ASCII));
            client.getInputStream().read();
        } catch (java.io.IOException over) {
            // The rehearsal has ended.
        }
    }
}
