package com.amazonaws.services.lambda.crac;

/** What a function wants to do around its snapshot; the published shape, which org.crac finds by its name. */
public interface Resource {
    void beforeCheckpoint(Context<? extends Resource> context) throws Exception;

    void afterRestore(Context<? extends Resource> context) throws Exception;
}
