package com.amazonaws.services.lambda.crac;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Tells before a snapshot the last registered first, after a restore the first registered first. All are told, whatever one throws. */
final class OrderedContext extends Context<Resource> {
    private final List<WeakReference<Resource>> registered = new ArrayList<>();

    /** A hook, whose failure is the next one's to outlive. */
    private interface Hook {
        void run(Resource resource) throws Exception;
    }

    @Override
    public synchronized void register(Resource resource) {
        registered.add(new WeakReference<>(resource));
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) throws CheckpointException {
        List<Resource> lastFirst = alive();
        Collections.reverse(lastFirst);
        CheckpointException failures = new CheckpointException();
        runAll(lastFirst, resource -> resource.beforeCheckpoint(this), failures);
        if (failures.getSuppressed().length > 0) {
            throw failures;
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) throws RestoreException {
        RestoreException failures = new RestoreException();
        runAll(alive(), resource -> resource.afterRestore(this), failures);
        if (failures.getSuppressed().length > 0) {
            throw failures;
        }
    }

    private static void runAll(List<Resource> resources, Hook hook, Exception failures) {
        for (Resource resource : resources) {
            try {
                hook.run(resource);
            } catch (CheckpointException | RestoreException several) {
                for (Throwable one : several.getSuppressed()) {
                    failures.addSuppressed(one);
                }
            } catch (Exception one) {
                failures.addSuppressed(one);
            }
        }
    }

    private synchronized List<Resource> alive() {
        List<Resource> resources = new ArrayList<>();
        for (WeakReference<Resource> reference : registered) {
            Resource resource = reference.get();
            if (resource != null) {
                resources.add(resource);
            }
        }

        return resources;
    }
}
