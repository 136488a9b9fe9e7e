package goldcrest;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What stands against a function before it could answer. */
final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final String type;
    final String trace;
    final boolean isFatal;

    /**
     * @param type the name of an exception's class, or null
     * @param isFatal whether nothing more can be served
     */
    Fault(String message, String type, String trace, boolean isFatal) {
        super(message, null, false, false);
        this.type = type;
        this.trace = trace;
        this.isFatal = isFatal;
    }

    static Fault of(Throwable error, boolean isFatal) {
        return new Fault(Failure.message(error), error.getClass().getName(), traceOf(error), isFatal);
    }

    static Fault of(String message) {
        return new Fault(message, null, null, false);
    }

    static String traceOf(Throwable error) {
        Failure.cutTrace(error);
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** As it stands in the log. */
    String report() {
        return type == null && trace == null
            ? getMessage() + "\n"
            : getMessage() + ": " + (type == null ? "" : type) + "\n" + (trace == null ? "" : trace) + "\n";
    }
}
