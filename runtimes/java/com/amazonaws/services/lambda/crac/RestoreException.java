package com.amazonaws.services.lambda.crac;

/** Hooks after a restore failed; each failure is suppressed in this one. */
public class RestoreException extends Exception {
    private static final long serialVersionUID = 1L;

    public RestoreException() {
    }

    public RestoreException(String message) {
        super(message);
    }
}
