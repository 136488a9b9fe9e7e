package goldcrest;

import com.amazonaws.services.lambda.crac.Context;
import com.amazonaws.services.lambda.crac.Core;
import com.amazonaws.services.lambda.crac.Resource;
import java.util.Map;

/** A function of a version with SnapStart: hooks, the wait for the restore, hooks. */
final class Snapshot {
    private static final int EXIT_CODE = 64;

    private Snapshot() {
    }

    static boolean isWanted(Map<String, String> environment) {
        return "snap-start".equals(environment.get("AWS_LAMBDA_INITIALIZATION_TYPE"));
    }

    /** Org.crac, which functions bring, looks here for where to register. */
    static void announce() {
        // By its name: a start that needs no hooks loads none of its classes.
        System.setProperty("org.crac.Core.Compat", "com.amazonaws.services.lambda.crac");
    }

    /** Returns when the sandbox is wanted. Ends the process when a hook fails. */
    static void await(RuntimeApi api, Log log) {
        Context<Resource> hooks = Core.getGlobalContext();
        try {
            hooks.beforeCheckpoint(null);
        } catch (Throwable failure) {
            end(api, log, "init/error", "Runtime.BeforeCheckpointError", failure);
        }

        api.restoreNext();
        try {
            hooks.afterRestore(null);
        } catch (Throwable failure) {
            end(api, log, "restore/error", "Runtime.AfterRestoreError", failure);
        }
    }

    private static void end(RuntimeApi api, Log log, String path, String type, Throwable failure) {
        Throwable told = failure.getSuppressed().length > 0 ? failure.getSuppressed()[0] : failure;
        Failure.cutTrace(told);
        log.failure(Fault.of(told, true).report());
        api.post(path, Failure.json(told), Failure.headers(type));
        System.exit(EXIT_CODE);
    }
}
