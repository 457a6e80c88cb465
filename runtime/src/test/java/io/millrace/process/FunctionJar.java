package io.millrace.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A function jar made from source on the spot, as a user's build would make it: only the classes compiled, nothing else. */
public final class FunctionJar {

    private FunctionJar() {
    }

    /**
     * Compiles one source file against this process's class path and packs what comes of it.
     *
     * @param directory where source, classes and jar are written
     * @param className the public class in the source, without a package
     * @param release   the Java release to compile for
     * @return the jar
     * @throws IllegalArgumentException when the source does not compile; the compiler's words are on standard error
     */
    public static Path compile(Path directory, String className, String source, int release) throws IOException {
        Path sourceFile = Files.createDirectories(directory.resolve(className + "-source")).resolve(className + ".java");
        Files.writeString(sourceFile, source);
        Path classes = Files.createDirectories(directory.resolve(className + "-classes"));
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "--release", Integer.toString(release),
                "-cp", System.getProperty("java.class.path"), "-d", classes.toString(), sourceFile.toString());
        if (result != 0) {
            throw new IllegalArgumentException(className + " does not compile");
        }
        Path jar = directory.resolve(className + ".jar");
        try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file)) {
            for (Path compiled : classFiles(classes)) {
                out.putNextEntry(new JarEntry(classes.relativize(compiled).toString()));
                Files.copy(compiled, out);
                out.closeEntry();
            }
        }
        return jar;
    }

    private static List<Path> classFiles(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
