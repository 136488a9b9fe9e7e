package com.amazonaws.services.lambda.crac;

/** Hooks before a snapshot failed; each failure is suppressed in this one. */
public class CheckpointException extends Exception {
    private static final long serialVersionUID = 1L;

    public CheckpointException() {
    }

    public CheckpointException(String message) {
        super(message);
    }
}
