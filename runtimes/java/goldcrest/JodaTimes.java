package goldcrest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.lang.reflect.Constructor;

/** Times in the classes of AWS's events are Joda's, which the function brings. */
final class JodaTimes {
    private JodaTimes() {
    }

    static void addTo(ObjectMapper mapper) {
        try {
            add(mapper, Class.forName("org.joda.time.DateTime", true, Thread.currentThread().getContextClassLoader()));
        } catch (ReflectiveOperationException none) {
            // The function has no such times.
        }
    }

    private static <T> void add(ObjectMapper mapper, Class<T> time) throws ReflectiveOperationException {
        Constructor<T> constructor = time.getConstructor(Object.class);
        SimpleModule module = new SimpleModule();
        module.addSerializer(time, ToStringSerializer.instance);
        module.addDeserializer(time, new JsonDeserializer<T>() {
            @Override
            public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
                try {
                    return constructor.newInstance(parser.getCurrentToken().isNumeric() ? (Object) parser.getLongValue() : parser.getText());
                } catch (ReflectiveOperationException error) {
                    throw new IOException(error);
                }
            }
        });
        mapper.registerModule(module);
    }
}
