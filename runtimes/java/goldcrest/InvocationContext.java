package goldcrest;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;

/** What the handler may know of its invocation. */
final class InvocationContext implements Context {
    private final Reply event;
    private final Log log;
    private final long deadlineMs;

    InvocationContext(Reply event, Log log) {
        this.event = event;
        this.log = log;
        String deadline = event.header("lambda-runtime-deadline-ms");
        deadlineMs = deadline == null ? 0 : Long.parseLong(deadline);
    }

    @Override
    public String getAwsRequestId() {
        return event.header("lambda-runtime-aws-request-id");
    }

    @Override
    public String getLogGroupName() {
        return System.getenv("AWS_LAMBDA_LOG_GROUP_NAME");
    }

    @Override
    public String getLogStreamName() {
        return System.getenv("AWS_LAMBDA_LOG_STREAM_NAME");
    }

    @Override
    public String getFunctionName() {
        return System.getenv("AWS_LAMBDA_FUNCTION_NAME");
    }

    @Override
    public String getFunctionVersion() {
        return System.getenv("AWS_LAMBDA_FUNCTION_VERSION");
    }

    @Override
    public String getInvokedFunctionArn() {
        return event.header("lambda-runtime-invoked-function-arn");
    }

    @Override
    public CognitoIdentity getIdentity() {
        String text = event.header("lambda-runtime-cognito-identity");
        return text == null ? null : CallerData.identity(text);
    }

    @Override
    public ClientContext getClientContext() {
        String text = event.header("lambda-runtime-client-context");
        return text == null ? null : CallerData.client(text);
    }

    @Override
    public int getRemainingTimeInMillis() {
        return (int) Math.max(0, deadlineMs - System.currentTimeMillis());
    }

    @Override
    public int getMemoryLimitInMB() {
        return Integer.parseInt(System.getenv().getOrDefault("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"));
    }

    @Override
    public LambdaLogger getLogger() {
        return log;
    }

    @Override
    public String getTenantId() {
        return event.header("lambda-runtime-aws-tenant-id");
    }

    @Override
    public String getXrayTraceId() {
        return event.header("lambda-runtime-trace-id");
    }
}
