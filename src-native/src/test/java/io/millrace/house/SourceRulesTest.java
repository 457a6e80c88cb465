package io.millrace.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** Tidiness, held by a test. */
class SourceRulesTest {

    private static final int FILE_LINES_MAX = 400;
    private static final int METHOD_LINES_MAX = 60;
    private static final Pattern SLEEP = Pattern.compile("(Thread|TimeUnit\\.[A-Z]+)\\.sleep");
    /** An interrupt closes a file channel for all who use it. Handing a thread's own interrupt on is another matter. */
    private static final Pattern INTERRUPT = Pattern.compile("(?<!currentThread\\(\\))\\.interrupt\\(\\)|\\.shutdownNow\\(|\\.cancel\\(true\\)");
    /** Statics are made when the native executable is built: one for all its starts. */
    private static final Pattern BUILT_IN_CHANCE = Pattern.compile("\\bstatic\\b.*= .*\\b(new (Secure|Splittable)?Random\\(|UUID\\.randomUUID)");
    private static final Pattern LEFT_FOR_LATER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b");
    private static final Pattern CODE_IN_COMMENT = Pattern.compile("^\\s*//.*;\\s*$");
    private static final Pattern DRAWER_NAME = Pattern.compile("(Manager|Helper|Utils?)\\.java$");
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^public (static |final |abstract |sealed |non-sealed )*(class|interface|record|enum|@interface) .*");

    private static final List<SourceFile> SOURCES = SourceFile.all();

    @Test
    void thereAreSources() {
        assertThat(SOURCES).hasSizeGreaterThan(50);
    }

    @Test
    void filesAreShort() {
        assertThat(SOURCES).filteredOn(file -> file.lines().size() > FILE_LINES_MAX).extracting(SourceFile::name).isEmpty();
    }

    @Test
    void methodsAreShort() {
        assertThat(SourceFile.methodsLongerThan(METHOD_LINES_MAX, SOURCES.stream())).isEmpty();
    }

    @Test
    void testsWaitForConditionsAndDoNotSleep() {
        assertThat(SourceFile.callsOf(SLEEP, SOURCES.stream().filter(SourceFile::isTest))).isEmpty();
    }

    @Test
    void nobodyIsInterrupted() {
        assertThat(linesWith(INTERRUPT, file -> !file.isTest())).isEmpty();
    }

    @Test
    void randomnessIsNotKeptInStatics() {
        assertThat(linesWith(BUILT_IN_CHANCE, file -> !file.isTest())).isEmpty();
    }

    @Test
    void nothingIsLeftForLater() {
        assertThat(linesWith(LEFT_FOR_LATER, file -> true)).isEmpty();
        assertThat(linesWith(CODE_IN_COMMENT, file -> true)).isEmpty();
    }

    @Test
    void namesSayWhatATypeIs() {
        assertThat(SOURCES).extracting(SourceFile::name).filteredOn(name -> DRAWER_NAME.matcher(name).find()).isEmpty();
    }

    @Test
    void everyPackageHasItsContract() {
        assertThat(SOURCES).filteredOn(file -> !file.isTest())
                .filteredOn(file -> !Files.exists(file.path().resolveSibling("package-info.java")))
                .extracting(SourceFile::name).isEmpty();
    }

    @Test
    void publicTypesAreDocumented() {
        assertThat(SOURCES.stream().filter(file -> !file.isTest()).flatMap(SourceRulesTest::undocumentedTypes)).isEmpty();
    }

    /** Top-level public types whose preceding line neither ends a Javadoc comment nor is an annotation below one. */
    private static Stream<String> undocumentedTypes(SourceFile file) {
        List<String> lines = file.lines();
        return IntStream.range(1, lines.size())
                .filter(i -> PUBLIC_TYPE.matcher(lines.get(i)).matches())
                .filter(i -> !endsJavadoc(lines, i - 1))
                .mapToObj(i -> file.name() + ":" + (i + 1) + " " + lines.get(i));
    }

    private static boolean endsJavadoc(List<String> lines, int last) {
        int line = last;
        while (line > 0 && !lines.get(line).isBlank() && !lines.get(line).endsWith("*/")) {
            line--;
        }
        return lines.get(line).endsWith("*/");
    }

    private static List<String> linesWith(Pattern pattern, Predicate<SourceFile> where) {
        return SOURCES.stream().filter(where)
                .flatMap(file -> IntStream.range(0, file.lines().size())
                        .filter(i -> pattern.matcher(file.lines().get(i)).find())
                        .mapToObj(i -> file.name() + ":" + (i + 1) + " " + file.lines().get(i).strip()))
                .toList();
    }
}
