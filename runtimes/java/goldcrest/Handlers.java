package goldcrest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/**
 * Turns each form of handler into bytes to bytes. With classes where lambdas would be shorter: the first lambda of a virtual machine costs milliseconds
 * of every cold start.
 */
final class Handlers {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private Handlers() {
    }

    /** What a handler does with an event that has been read. */
    interface Call {
        Object on(Object input, Context context) throws Throwable;
    }

    static Handler ofStream(RequestStreamHandler handler) {
        return new OfStream(handler);
    }

    /** @param input null for handlers without an event */
    static Handler ofObjects(Type input, Type output, Call call) {
        boolean isVoid = output == void.class || output == Void.class;
        return new OfObjects(input == null ? null : Mapping.of(input), isVoid ? null : Mapping.of(output), call);
    }

    static Handler ofMethod(Method method, Object target) {
        Class<?>[] parameters = method.getParameterTypes();
        boolean hasStream = parameters.length > 0 && (parameters[0] == InputStream.class || parameters[0] == OutputStream.class);
        method.setAccessible(true);
        if (hasStream) {
            return new OfStream(new StreamMethod(method, target, parameters));
        }

        Type input = parameters.length > 0 && parameters[0] != Context.class ? method.getGenericParameterTypes()[0] : null;
        return ofObjects(input, method.getGenericReturnType(), new ObjectMethod(method, target, parameters, input != null));
    }

    private static final class OfStream implements Handler {
        private final RequestStreamHandler handler;

        OfStream(RequestStreamHandler handler) {
            this.handler = handler;
        }

        @Override
        public byte[] handle(byte[] event, InvocationContext context) throws Throwable {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            handler.handleRequest(new ByteArrayInputStream(event), output, context);
            return output.toByteArray();
        }
    }

    private static final class OfObjects implements Handler {
        private final Mapping reads;
        private final Mapping writes;
        private final Call call;

        OfObjects(Mapping reads, Mapping writes, Call call) {
            this.reads = reads;
            this.writes = writes;
            this.call = call;
        }

        @Override
        public byte[] handle(byte[] event, InvocationContext context) throws Throwable {
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
        }
    }

    /** A class that implements RequestHandler. */
    static final class OfInterface implements Call {
        private final RequestHandler<Object, Object> handler;

        OfInterface(RequestHandler<Object, Object> handler) {
            this.handler = handler;
        }

        @Override
        public Object on(Object input, Context context) {
            return handler.handleRequest(input, context);
        }
    }

    private static final class StreamMethod implements RequestStreamHandler {
        private final Method method;
        private final Object target;
        private final Class<?>[] parameters;

        StreamMethod(Method method, Object target, Class<?>[] parameters) {
            this.method = method;
            this.target = target;
            this.parameters = parameters;
        }

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) {
            invoke(method, target, streams(parameters, input, output, context));
        }
    }

    private static final class ObjectMethod implements Call {
        private final Method method;
        private final Object target;
        private final boolean takesEvent;
        private final boolean takesContext;

        ObjectMethod(Method method, Object target, Class<?>[] parameters, boolean takesEvent) {
            this.method = method;
            this.target = target;
            this.takesEvent = takesEvent;
            takesContext = parameters.length > 0 && parameters[parameters.length - 1] == Context.class;
        }

        @Override
        public Object on(Object event, Context context) {
            Object[] arguments = !takesEvent
                ? (takesContext ? new Object[] {context} : new Object[0])
                : (takesContext ? new Object[] {event, context} : new Object[] {event});
            return invoke(method, target, arguments);
        }
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
