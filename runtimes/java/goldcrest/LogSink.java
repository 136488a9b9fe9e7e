package goldcrest;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Where log events go: into frames when the platform offers a descriptor for them, else to standard output as they are. */
final class LogSink {
    private static final int MESSAGE_LIMIT_BYTES = 262_118;
    private static final int HEADER_BYTES = 16;
    private static final int TEXT_FRAME = 0xa55a0003;
    private static final int JSON_FRAME = 0xa55a0002;

    private final FileChannel channel;
    private final int type;
    private final boolean hasFrames;

    private LogSink(FileChannel channel, int type, boolean hasFrames) {
        this.channel = channel;
        this.type = type;
        this.hasFrames = hasFrames;
    }

    boolean hasFrames() {
        return hasFrames;
    }

    /** @param descriptor a number, or null when there is none */
    @SuppressWarnings("resource")
    static LogSink open(String descriptor, boolean isJson) throws ReflectiveOperationException {
        FileDescriptor file = FileDescriptor.out;
        if (descriptor != null) {
            // The only way to a descriptor that cannot be opened anew; the manifest opens java.io for it.
            Constructor<FileDescriptor> constructor = FileDescriptor.class.getDeclaredConstructor(int.class);
            constructor.setAccessible(true);
            file = constructor.newInstance(Integer.parseInt(descriptor));
        }

        return new LogSink(new FileOutputStream(file).getChannel(), isJson ? JSON_FRAME : TEXT_FRAME, descriptor != null);
    }

    /** Type u32, length u32, microseconds since the epoch u64, big endian, then UTF-8. */
    synchronized void write(byte[] message) {
        if (!hasFrames) {
            writeAll(ByteBuffer.wrap(message));
            return;
        }

        int length = cut(message);
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + length);
        frame.putInt(type).putInt(length).putLong(System.currentTimeMillis() * 1000).put(message, 0, length).flip();
        writeAll(frame);
    }

    /** The length of the longest prefix within the limit that ends between two characters. */
    private static int cut(byte[] message) {
        int end = Math.min(message.length, MESSAGE_LIMIT_BYTES);
        while (end < message.length && (message[end] & 0xC0) == 0x80) {
            end--;
        }

        return end;
    }

    /** A frame that stopped half-way would garble all that follow, so a full descriptor is waited for. */
    private void writeAll(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                if (channel.write(bytes) == 0) {
                    Thread.sleep(1);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException gone) {
            // Nobody reads any more.
        }
    }
}
