package goldcrest;

/** A function's handler, bytes to bytes. */
interface Handler {
    byte[] handle(byte[] event, InvocationContext context) throws Throwable;
}
