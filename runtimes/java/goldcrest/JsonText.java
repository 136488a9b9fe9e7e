package goldcrest;

import java.nio.charset.StandardCharsets;

/** Writes small JSON. Jackson is for functions that have objects to map. */
final class JsonText {
    private final StringBuilder text = new StringBuilder();
    private boolean isFirst = true;

    JsonText open(char bracket) {
        comma();
        text.append(bracket);
        isFirst = true;
        return this;
    }

    JsonText close(char bracket) {
        text.append(bracket);
        isFirst = false;
        return this;
    }

    JsonText name(String name) {
        comma();
        quote(name);
        text.append(':');
        isFirst = true;
        return this;
    }

    JsonText text(String name, String value) {
        return name(name).text(value);
    }

    JsonText text(String value) {
        comma();
        quote(value);
        return this;
    }

    JsonText number(String name, long value) {
        name(name);
        comma();
        text.append(value);
        return this;
    }

    byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** For headers. */
    String ascii() {
        StringBuilder ascii = new StringBuilder();
        for (char c : text.toString().toCharArray()) {
            if (c < 0x7f) {
                ascii.append(c);
            } else {
                escape(ascii, c);
            }
        }

        return ascii.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private void comma() {
        if (!isFirst) {
            text.append(',');
        }

        isFirst = false;
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"': text.append("\\\""); break;
                case '\\': text.append("\\\\"); break;
                case '\n': text.append("\\n"); break;
                case '\r': text.append("\\r"); break;
                case '\t': text.append("\\t"); break;
                default:
                    if (c < ' ' || Character.isSurrogate(c) && !isPaired(value, i)) {
                        escape(text, c);
                    } else {
                        text.append(c);
                    }
            }
        }

        text.append('"');
    }

    private static boolean isPaired(String value, int i) {
        char c = value.charAt(i);
        return Character.isHighSurrogate(c)
            ? i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))
            : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
    }

    private static void escape(StringBuilder into, char c) {
        into.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            into.append(Character.forDigit((c >> shift) & 0xf, 16));
        }
    }
}
