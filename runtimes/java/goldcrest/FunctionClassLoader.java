package goldcrest;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Loads a function's classes: its own, those of its lib/*.jar, those of layers. The runtime's JSON library is hidden from it, so that a function may
 * bring another version; the interfaces of Lambda are the runtime's, whichever the function brings.
 */
final class FunctionClassLoader extends URLClassLoader {
    private static final String SHARED_PACKAGE = "com.amazonaws.services.lambda.runtime.";
    private static final String HOOKS_PACKAGE = "com.amazonaws.services.lambda.crac.";

    static {
        registerAsParallelCapable();
    }

    private FunctionClassLoader(URL[] places) {
        super(places, ClassLoader.getPlatformClassLoader());
    }

    static FunctionClassLoader of(String taskRoot) {
        List<URL> places = new ArrayList<>();
        add(places, taskRoot + "/");
        addJars(places, taskRoot + "/lib");
        addJars(places, "/opt/java/lib");
        return new FunctionClassLoader(places.toArray(new URL[0]));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(SHARED_PACKAGE) || name.startsWith(HOOKS_PACKAGE)) {
            try {
                return Bootstrap.class.getClassLoader().loadClass(name);
            } catch (ClassNotFoundException missing) {
                // Packages below it, such as that of the events, are the function's.
            }
        }

        return super.loadClass(name, resolve);
    }

    private static void addJars(List<URL> places, String folder) {
        String[] names = new File(folder).list();
        if (names != null) {
            Arrays.sort(names);
            for (String name : names) {
                if (name.endsWith(".jar")) {
                    add(places, folder + "/" + name);
                }
            }
        }
    }

    private static void add(List<URL> places, String path) {
        try {
            places.add(new URL("file", null, -1, path));
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
