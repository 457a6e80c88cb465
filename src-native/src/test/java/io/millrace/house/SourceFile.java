package io.millrace.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;

/** A Java source file of the project, as the rules about sources see it. Sources of functions that tests and benchmarks deploy are resources. */
record SourceFile(Path path, List<String> lines) {

    private static final Path ROOT = ProjectRoot.find();

    static List<SourceFile> all() {
        try (Stream<Path> paths = Files.walk(ROOT)) {
            return paths.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> path.toString().contains("/src/") && !path.toString().contains("/target/"))
                    .filter(path -> !path.toString().contains("/resources/"))
                    .map(SourceFile::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isTest() {
        return path.toString().contains("/src/test/");
    }

    String name() {
        return ROOT.relativize(path).toString();
    }

    /** Methods, constructors included, with more lines than this, as {@code file:line name (lines)}. */
    static List<String> methodsLongerThan(int linesMax, Stream<SourceFile> sources) {
        return parse(sources, (unit, positions, found) -> new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void nothing) {
                LineMap map = unit.getLineMap();
                long first = map.getLineNumber(positions.getStartPosition(unit, method));
                long last = map.getLineNumber(positions.getEndPosition(unit, method));
                if (last - first + 1 > linesMax) {
                    found.add(name(unit) + ":" + first + " " + method.getName() + " (" + (last - first + 1) + " lines)");
                }
                return super.visitMethod(method, nothing);
            }
        });
    }

    /** Calls of what is written so, e.g. {@code Thread.sleep}; not what stands in texts. */
    static List<String> callsOf(Pattern written, Stream<SourceFile> sources) {
        return parse(sources, (unit, positions, found) -> new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
                if (written.matcher(call.getMethodSelect().toString()).matches()) {
                    found.add(name(unit) + ":" + unit.getLineMap().getLineNumber(positions.getStartPosition(unit, call)) + " " + call);
                }
                return super.visitMethodInvocation(call, nothing);
            }
        });
    }

    private interface Search {
        TreeScanner<Void, Void> in(CompilationUnitTree unit, SourcePositions positions, List<String> found);
    }

    /** One compiler for all files: starting one costs more than parsing with it. */
    private static List<String> parse(Stream<SourceFile> sources, Search search) {
        List<String> found = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> paths = sources.map(SourceFile::path).toList();
            JavacTask task = (JavacTask) compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(paths));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                search.in(unit, positions, found).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static String name(CompilationUnitTree unit) {
        return ROOT.relativize(Path.of(unit.getSourceFile().toUri())).toString();
    }

    private static SourceFile read(Path path) {
        try {
            return new SourceFile(path, Files.readAllLines(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
