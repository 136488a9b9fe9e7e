package com.amazonaws.services.lambda.runtime.logging;

public enum LogFormat {
    JSON, TEXT;

    public static LogFormat fromString(String logFormat) {
        return valueOf(logFormat.toUpperCase(java.util.Locale.ROOT));
    }
}
