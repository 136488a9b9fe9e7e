package goldcrest;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;

/** The types by which a class fills in the parameters of an interface, however far up it is implemented. */
final class TypeArguments {
    private TypeArguments() {
    }

    /** @return null when the class names none */
    static Type[] of(Class<?> type, Class<?> wanted) {
        return search(type, wanted, new HashMap<>());
    }

    private static Type[] search(Type at, Class<?> wanted, Map<TypeVariable<?>, Type> known) {
        if (at == null) {
            return null;
        }

        Class<?> raw = at instanceof ParameterizedType ? (Class<?>) ((ParameterizedType) at).getRawType() : (Class<?>) at;
        if (at instanceof ParameterizedType) {
            Type[] given = ((ParameterizedType) at).getActualTypeArguments();
            Type[] resolved = new Type[given.length];
            for (int i = 0; i < given.length; i++) {
                resolved[i] = known.getOrDefault(given[i], given[i]);
                known.put(raw.getTypeParameters()[i], resolved[i]);
            }

            if (raw == wanted) {
                return resolved;
            }
        }

        for (Type next : raw.getGenericInterfaces()) {
            Type[] found = search(next, wanted, known);
            if (found != null) {
                return found;
            }
        }

        return search(raw.getGenericSuperclass(), wanted, known);
    }
}
