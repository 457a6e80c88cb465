package io.millrace.usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The shell blocks of the documentation: those fenced as {@code sh} are run, page by page in one shell; those fenced as
 * {@code console} start or stop something and are not.
 */
final class DocumentedCommands {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final Pattern COMMANDS_OF_LAUNCHER = Pattern.compile("(?m)^\\./millrace (\\S+)");

    private DocumentedCommands() {
    }

    /** README.md and the pages of docs that have commands to run. */
    static List<Path> pages(Path root) throws IOException {
        try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            return Stream.concat(Stream.of(root.resolve("README.md")), docs.filter(path -> path.toString().endsWith(".md")).sorted())
                    .filter(page -> !script(page).isEmpty())
                    .toList();
        }
    }

    /** All of a page's commands as one script; empty when it has none. */
    static String script(Path page) {
        StringBuilder script = new StringBuilder();
        Matcher matcher = BLOCK.matcher(read(page));
        while (matcher.find()) {
            script.append(matcher.group(1)).append('\n');
        }
        return script.toString();
    }

    /** The launcher's commands that a page shows. */
    static List<String> launcherCommands(Path page) {
        return COMMANDS_OF_LAUNCHER.matcher(read(page)).results().map(result -> result.group(1)).toList();
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
