package goldcrest;

import java.io.IOException;
import java.util.Map;

/** Loads the handler named by _HANDLER, then serves one invocation after another. Rules: docs/contracts/runtimes.md. */
public final class Bootstrap {
    private static final String TRACE_PROPERTY = "com.amazonaws.xray.traceHeader";

    private Bootstrap() {
    }

    public static void main(String[] arguments) throws Throwable {
        if (arguments.length > 0 && arguments[0].equals("--rehearse")) {
            Rehearsal.run();
            return;
        }

        Map<String, String> environment = System.getenv();
        Log log = Log.open(environment);
        Streams.replace();
        try {
            RuntimeApi api = new RuntimeApi(environment.getOrDefault("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001"));
            Snapshot.announce();
            Handler handler = load(api, environment, log);
            if (Snapshot.isWanted(environment)) {
                Snapshot.await(api, log);
            }

            serve(api, handler, log);
        } catch (RuntimeApi.Lost lost) {
            System.err.println(lost.getMessage());
        }

        System.exit(1);
    }

    private static Handler load(RuntimeApi api, Map<String, String> environment, Log log) throws IOException {
        try {
            FunctionClassLoader loader = FunctionClassLoader.of(environment.getOrDefault("LAMBDA_TASK_ROOT", "/var/task"));
            Thread.currentThread().setContextClassLoader(loader);
            return HandlerLoader.load(environment.getOrDefault("_HANDLER", ""), loader);
        } catch (Fault fault) {
            if (!fault.isFatal) {
                // Told to every caller: what is missing may be a mere name.
                return (event, context) -> {
                    throw fault;
                };
            }

            log.failure(fault.report());
            api.post("init/error", Failure.json(fault), Failure.headers("Runtime.BadFunctionCode"));
            System.exit(1);
            return null;
        }
    }

    private static void serve(RuntimeApi api, Handler handler, Log log) throws IOException {
        byte[] answer = null;
        while (true) {
            Reply event = api.next(answer);
            InvocationContext context = new InvocationContext(event, log);
            log.enter(context);
            setTrace(event.header("lambda-runtime-trace-id"));
            answer = invoke(api, handler, event, context, log);
            if (answer.length > RuntimeApi.LARGE_BYTES) {
                // It may be refused for its size, and the reason must be known before anything else is asked.
                api.send(answer);
                answer = null;
            }
        }
    }

    /** Returns the request that answers the invocation. What breaks the virtual machine ends the process. */
    private static byte[] invoke(RuntimeApi api, Handler handler, Reply event, InvocationContext context, Log log) throws IOException {
        String path = "invocation/" + context.getAwsRequestId();
        byte[] request;
        boolean isFatal;
        try {
            byte[] result = handler.handle(event.body, context);
            Thread.interrupted();
            return RuntimeApi.request(path + "/response", result, "Content-Type: application/json\r\n");
        } catch (Fault fault) {
            isFatal = fault.isFatal;
            request = RuntimeApi.request(path + "/error", Failure.json(fault), Failure.headers("Runtime.BadFunctionCode"));
            log.failure(fault.report());
        } catch (Throwable error) {
            isFatal = error instanceof VirtualMachineError || error instanceof java.io.IOError;
            Failure.cutTrace(error);
            request = RuntimeApi.request(path + "/error", Failure.json(error), Failure.headers("Runtime.UserException") + Failure.xrayHeader(error));
            log.failure(Fault.of(error, false).report());
        }

        if (isFatal) {
            api.send(request);
            System.exit(1);
        }

        return request;
    }

    private static void setTrace(String trace) {
        if (trace == null) {
            System.clearProperty(TRACE_PROPERTY);
        } else {
            System.setProperty(TRACE_PROPERTY, trace);
        }
    }
}
