package io.millrace.functions.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The runtime interface client's files, and how they are laid out in a directory for workers to run from: when the first worker needs them,
 * since many servers start none. Any thread; blocks.
 */
public final class ClientLibrary {

    /** The client's program. Its only argument is the handler. */
    public static final String MAIN_CLASS = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    /** The system property that tells the client where its native library is; without it, it unpacks one to a fixed path in /tmp. */
    public static final String NATIVE_LIBRARY_PROPERTY = "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";
    /**
     * The jars, by name, beneath {@code lib} beside this class, in the order of the class path. A function that brings its own events
     * library is served by its own, which comes before all of these.
     */
    public static final List<String> JARS = List.of("aws-lambda-java-runtime-interface-client.jar", "aws-lambda-java-core.jar",
            "aws-lambda-java-serialization.jar", "utils-lite.jar", "aws-lambda-java-events.jar", "joda-time.jar");

    private static final String CLIENT_JAR = JARS.getFirst();
    private static final String NATIVE_DIRECTORY = "jni/";
    private static final String NATIVE_FILE = "libaws-lambda-jni.so";
    private static final Path MUSL_LOADERS = Path.of("/lib");

    private final Path directory;
    private final ReentrantLock unpacking = new ReentrantLock();
    private boolean unpacked;

    /** @param directory exists, and is this server's alone; what an earlier one left there is replaced */
    public ClientLibrary(Path directory) {
        this.directory = directory;
    }

    /** The jars' files, there when the call returns. */
    public List<Path> classPath() throws IOException {
        unpackOnce();
        return JARS.stream().map(directory::resolve).toList();
    }

    /** The native library for this machine, there when the call returns. */
    public Path nativeLibrary() throws IOException {
        unpackOnce();
        return directory.resolve(NATIVE_FILE);
    }

    private void unpackOnce() throws IOException {
        unpacking.lock();
        try {
            if (!unpacked) {
                for (String jar : JARS) {
                    try (InputStream in = resource(jar)) {
                        Files.copy(in, directory.resolve(jar), StandardCopyOption.REPLACE_EXISTING);
                    }
                }
                unpackNative(directory.resolve(NATIVE_FILE));
                unpacked = true;
            }
        } finally {
            unpacking.unlock();
        }
    }

    private static void unpackNative(Path target) throws IOException {
        String wanted = NATIVE_DIRECTORY + nativeName(System.getProperty("os.arch"), usesMusl());
        try (InputStream in = resource(CLIENT_JAR); ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(wanted)) {
                    Files.copy(zip, target, StandardCopyOption.REPLACE_EXISTING);
                    return;
                }
            }
        }
        throw new IOException("the runtime interface client has no " + wanted);
    }

    /** The client's own names for its builds. */
    static String nativeName(String architecture, boolean musl) {
        return "libaws-lambda-jni.linux" + (musl ? "_musl-" : "-") + (architecture.equals("aarch64") ? "aarch_64" : "x86_64") + ".so";
    }

    private static boolean usesMusl() throws IOException {
        try (var loaders = Files.newDirectoryStream(MUSL_LOADERS, "ld-musl-*")) {
            return loaders.iterator().hasNext();
        }
    }

    private static InputStream resource(String jar) throws IOException {
        InputStream in = ClientLibrary.class.getResourceAsStream("lib/" + jar);
        if (in == null) {
            throw new IOException("the build has not packed " + jar);
        }
        return in;
    }
}
