package goldcrest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Finds what _HANDLER names: {@code Class}, which implements an interface of Lambda, or {@code Class::method}. */
final class HandlerLoader {
    /** The method with the most to say: no bridge, most parameters, a Context at the end counting as two. */
    private static final class Preference implements Comparator<Method> {
        @Override
        public int compare(Method one, Method other) {
            int bridges = Boolean.compare(one.isBridge(), other.isBridge());
            return bridges != 0 ? bridges : Integer.compare(weight(other), weight(one));
        }
    }

    private HandlerLoader() {
    }

    /** Throws a Fault when there is no such handler; a fatal one when its code failed. */
    static Handler load(String handler, ClassLoader loader) {
        int colons = handler.lastIndexOf("::");
        String className = colons < 0 ? handler : handler.substring(0, colons);
        String method = colons < 0 ? null : handler.substring(colons + 2);
        if (className.isEmpty() || "".equals(method)) {
            throw Fault.of("Invalid handler: `" + handler + "'");
        }

        Class<?> type = loadClass(className, loader);
        return method == null ? ofInterface(type) : ofMethod(type, method);
    }

    private static Class<?> loadClass(String name, ClassLoader loader) {
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException missing) {
            throw new Fault("Class not found: " + name, missing.getClass().getName(), Fault.traceOf(missing), false);
        } catch (Throwable error) {
            String message = "Error loading class " + name + (error.getMessage() == null ? "" : ": " + error.getMessage());
            throw new Fault(message, error.getClass().getName(), Fault.traceOf(error), true);
        }
    }

    @SuppressWarnings("unchecked")
    private static Handler ofInterface(Class<?> type) {
        if (RequestStreamHandler.class.isAssignableFrom(type)) {
            return Handlers.ofStream((RequestStreamHandler) instance(type));
        }

        if (!RequestHandler.class.isAssignableFrom(type)) {
            throw Fault.of("Class does not implement an appropriate handler interface: " + type.getName());
        }

        Type[] types = TypeArguments.of(type, RequestHandler.class);
        if (types == null) {
            throw Fault.of("Class " + type.getName() + " does not implement RequestHandler with concrete type parameters");
        }

        for (Type argument : types) {
            if (argument instanceof TypeVariable && Arrays.equals(((TypeVariable<?>) argument).getBounds(), new Type[] {Object.class})) {
                throw Fault.of("Class " + type.getName() + " does not implement RequestHandler with concrete type parameters: parameter "
                    + argument + " has no upper bound.");
            }
        }

        RequestHandler<Object, Object> instance = (RequestHandler<Object, Object>) instance(type);
        return Handlers.ofObjects(types[0], types[1], new Handlers.OfInterface(instance));
    }

    private static Handler ofMethod(Class<?> type, String name) {
        List<Method> candidates = new ArrayList<>();
        for (Method method : type.getMethods()) {
            if (method.getName().equals(name)) {
                candidates.add(method);
            }
        }

        candidates.sort(new Preference());
        for (Method method : candidates) {
            Class<?>[] parameters = method.getParameterTypes();
            if (fits(parameters)) {
                Object target = Modifier.isStatic(method.getModifiers()) ? null : instance(type);
                return Handlers.ofMethod(method, target);
            }

            System.err.println("Ignoring the overload " + method + ": its parameters are no event, streams or Context");
        }

        throw Fault.of("No public method named " + name + " with appropriate method signature found on class " + type.getName());
    }

    private static boolean fits(Class<?>[] parameters) {
        switch (parameters.length) {
            case 0:
            case 1: return true;
            case 2: return parameters[0] != Context.class && (parameters[1] == Context.class || parameters[0] == InputStream.class && parameters[1] == OutputStream.class);
            case 3: return parameters[0] == InputStream.class && parameters[1] == OutputStream.class && parameters[2] == Context.class;
            default: return false;
        }
    }

    private static int weight(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        return parameters.length + (parameters.length > 0 && parameters[parameters.length - 1] == Context.class ? 1 : 0);
    }

    private static Object instance(Class<?> type) {
        Constructor<?> constructor;
        try {
            constructor = type.getConstructor();
        } catch (NoSuchMethodException missing) {
            boolean isInner = type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers());
            throw Fault.of(new Exception(isInner
                ? "Class " + type.getName() + " cannot be instantiated because it is a non-static inner class"
                : "Class " + type.getName() + " has no public zero-argument constructor"), false);
        }

        try {
            return constructor.newInstance();
        } catch (InvocationTargetException error) {
            throw Fault.of(error.getCause() == null ? error : error.getCause(), true);
        } catch (ReflectiveOperationException error) {
            throw Fault.of(error, false);
        }
    }
}
