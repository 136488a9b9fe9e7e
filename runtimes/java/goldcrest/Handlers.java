package goldcrest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/** Turns each form of handler into bytes to bytes. */
final class Handlers {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private Handlers() {
    }

    /** What a handler does with an event that has been read. */
    interface Call {
        Object on(Object input, Context context) throws Throwable;
    }

    static Handler ofStream(RequestStreamHandler handler) {
        return (event, context) -> {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            handler.handleRequest(new ByteArrayInputStream(event), output, context);
            return output.toByteArray();
        };
    }

    /** @param input null for handlers without an event */
    static Handler ofObjects(Type input, Type output, Call call) {
        boolean isVoid = output == void.class || output == Void.class;
        Mapping reads = input == null ? null : Mapping.of(input);
        Mapping writes = isVoid ? null : Mapping.of(output);
        return (event, context) -> {
            Object read;
            try {
                read = reads == null ? null : reads.read(event);
            } catch (Throwable error) {
                Failure.cutTrace(error);
                throw new RuntimeException("An error occurred during JSON parsing", error);
            }

            Object result = call.on(read, context);
            try {
                return writes == null ? NULL : writes.write(result);
            } catch (Throwable error) {
                throw new RuntimeException("An error occurred during JSON serialization of response", error);
            }
        };
    }

    static Handler ofMethod(Method method, Object target) {
        Class<?>[] parameters = method.getParameterTypes();
        boolean takesContext = parameters.length > 0 && parameters[parameters.length - 1] == Context.class;
        boolean hasStream = parameters.length > 0 && (parameters[0] == InputStream.class || parameters[0] == OutputStream.class);
        method.setAccessible(true);
        if (hasStream) {
            return ofStream((input, output, context) -> invoke(method, target, streams(parameters, input, output, context)));
        }

        Type input = parameters.length > 0 && parameters[0] != Context.class ? method.getGenericParameterTypes()[0] : null;
        return ofObjects(input, method.getGenericReturnType(), (event, context) -> {
            Object[] arguments = input == null
                ? (takesContext ? new Object[] {context} : new Object[0])
                : (takesContext ? new Object[] {event, context} : new Object[] {event});
            return invoke(method, target, arguments);
        });
    }

    private static Object[] streams(Class<?>[] parameters, InputStream input, OutputStream output, Context context) {
        Object[] arguments = new Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            arguments[i] = parameters[i] == InputStream.class ? input : parameters[i] == OutputStream.class ? output : context;
        }

        return arguments;
    }

    private static Object invoke(Method method, Object target, Object[] arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException error) {
            throw Handlers.<RuntimeException>asIs(error.getCause() == null ? error : error.getCause());
        } catch (IllegalAccessException error) {
            throw new IllegalStateException(error);
        }
    }

    /** Throws what the handler has thrown, checked or not. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException asIs(Throwable error) throws T {
        throw (T) error;
    }
}
