package goldcrest;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** The logger of contexts and of LambdaRuntime: one event a call, as it is, or as an object with level and request id. */
final class Log implements LambdaLogger {
    private final LogSink sink;
    private final boolean isJson;
    private final LogLevel least;
    private InvocationContext context;

    private Log(LogSink sink, boolean isJson, LogLevel least) {
        this.sink = sink;
        this.isJson = isJson;
        this.least = least;
    }

    static Log open(Map<String, String> environment) throws ReflectiveOperationException {
        boolean isJson = "JSON".equalsIgnoreCase(environment.get("AWS_LAMBDA_LOG_FORMAT"));
        String level = environment.getOrDefault("AWS_LAMBDA_LOG_LEVEL", "UNDEFINED");
        Log log = new Log(LogSink.open(environment.get("_LAMBDA_TELEMETRY_LOG_FD"), isJson), isJson, LogLevel.fromString(level));
        Field logger = LambdaRuntime.class.getDeclaredField("logger");
        logger.setAccessible(true);
        logger.set(null, log);
        return log;
    }

    void enter(InvocationContext invocation) {
        context = invocation;
    }

    /** What the runtime says of an error. */
    void failure(String report) {
        log(report, isJson ? LogLevel.ERROR : LogLevel.UNDEFINED);
    }

    @Override
    public void log(String message) {
        log(message, LogLevel.UNDEFINED);
    }

    @Override
    public void log(byte[] message) {
        log(message, LogLevel.UNDEFINED);
    }

    @Override
    public void log(String message, LogLevel level) {
        if (isEnabled(level)) {
            String text = String.valueOf(message);
            sink.write((isJson ? object(text, level) : level == LogLevel.UNDEFINED ? text : "[" + level + "] " + text).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Bytes are passed on as they are, in either format. */
    @Override
    public void log(byte[] message, LogLevel level) {
        if (isEnabled(level)) {
            sink.write(message);
        }
    }

    /** A call without a level is never dropped. */
    private boolean isEnabled(LogLevel level) {
        return level == LogLevel.UNDEFINED || level.ordinal() >= least.ordinal();
    }

    private String object(String message, LogLevel level) {
        String time = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC).format(Instant.now());
        JsonText json = new JsonText().open('{').text("timestamp", time).text("level", level.toString()).text("message", message);
        if (context != null) {
            json.text("AWSRequestId", context.getAwsRequestId());
            if (context.getTenantId() != null) {
                json.text("tenantId", context.getTenantId());
            }
        }

        return json.close('}').toString() + (sink.hasFrames() ? "" : "\n");
    }
}
