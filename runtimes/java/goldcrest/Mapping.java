package goldcrest;

import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.ServiceLoader;

/** Reads and writes values of one type. */
interface Mapping {
    Object read(byte[] json) throws IOException;

    byte[] write(Object value) throws IOException;

    /** By the serializer that the function provides, else by Jackson. */
    static Mapping of(Type type) {
        Iterator<CustomPojoSerializer> own = ServiceLoader.load(CustomPojoSerializer.class, Thread.currentThread().getContextClassLoader()).iterator();
        return own.hasNext() ? new OfFunction(own.next(), type) : JacksonMapping.of(type);
    }

    /** The function's own. */
    final class OfFunction implements Mapping {
        private final CustomPojoSerializer serializer;
        private final Type type;

        OfFunction(CustomPojoSerializer serializer, Type type) {
            this.serializer = serializer;
            this.type = type;
        }

        @Override
        public Object read(byte[] json) {
            return serializer.fromJson(new ByteArrayInputStream(json), type);
        }

        @Override
        public byte[] write(Object value) {
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            serializer.toJson(value, json, type);
            return json.toByteArray();
        }
    }
}
