package goldcrest;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Says what went wrong: to the caller and to X-Ray. */
final class Failure {
    private static final String OWN_PACKAGE = "goldcrest.";
    private static final int XRAY_CAUSE_LIMIT = 16_000;

    private Failure() {
    }

    static String message(Throwable error) {
        return error.getLocalizedMessage() == null ? error.getClass().getName() : error.getLocalizedMessage();
    }

    static byte[] json(Fault fault) {
        JsonText json = new JsonText().open('{').text("errorMessage", fault.getMessage());
        return (fault.type == null ? json : json.text("errorType", fault.type)).close('}').bytes();
    }

    static byte[] json(Throwable error) {
        JsonText json = new JsonText().open('{').text("errorMessage", message(error)).text("errorType", error.getClass().getName()).name("stackTrace").open('[');
        for (StackTraceElement element : error.getStackTrace()) {
            json.text(element.toString());
        }

        return json.close(']').close('}').bytes();
    }

    static String headers(String type) {
        return "Content-Type: application/json\r\nLambda-Runtime-Function-Error-Type: " + type + "\r\n";
    }

    /** Empty when it would be too long for a header. */
    static String xrayHeader(Throwable error) {
        JsonText json = new JsonText().open('{').text("working_directory", System.getProperty("user.dir")).name("exceptions").open('[').open('{')
            .text("message", message(error)).text("type", error.getClass().getName()).name("stack").open('[');
        for (StackTraceElement element : error.getStackTrace()) {
            json.open('{').text("label", element.getMethodName()).text("path", String.valueOf(element.getFileName())).number("line", element.getLineNumber()).close('}');
        }

        String cause = json.close(']').close('}').close(']').name("paths").open('[').close(']').close('}').ascii();
        return cause.length() > XRAY_CAUSE_LIMIT ? "" : "Lambda-Runtime-Function-XRay-Error-Cause: " + cause + "\r\n";
    }

    /** Ends the traces of an error and its causes before the runtime's own frames, and those by which it calls. */
    static void cutTrace(Throwable error) {
        cutTrace(error, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static void cutTrace(Throwable error, Set<Throwable> seen) {
        if (error == null || !seen.add(error)) {
            return;
        }

        StackTraceElement[] trace = error.getStackTrace();
        int end = 0;
        while (end < trace.length && !trace[end].getClassName().startsWith(OWN_PACKAGE)) {
            end++;
        }

        if (end < trace.length) {
            while (end > 0 && isReflection(trace[end - 1].getClassName())) {
                end--;
            }

            StackTraceElement[] kept = new StackTraceElement[end];
            System.arraycopy(trace, 0, kept, 0, end);
            error.setStackTrace(kept);
        }

        cutTrace(error.getCause(), seen);
        for (Throwable suppressed : error.getSuppressed()) {
            cutTrace(suppressed, seen);
        }
    }

    private static boolean isReflection(String name) {
        return name.startsWith("java.lang.reflect.") || name.startsWith("jdk.internal.reflect.") || name.startsWith("java.lang.invoke.");
    }
}
