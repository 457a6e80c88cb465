package io.millrace.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.house.ProjectRoot;

/**
 * What a Dockerfile says of running the image.
 *
 * @param environment words NAME=value
 * @param run         entry point and usual command
 * @param health      the health check's command
 */
record ImageFile(String environment, String user, String volume, int port, List<String> run, List<String> health, List<String> lines) {

    private static final Path DIRECTORY = Path.of("src-native", "src", "main", "container");
    private static final String HEALTH_COMMAND = " CMD ";

    static ImageFile of(String kind) throws IOException {
        List<String> lines = Files.readAllLines(ProjectRoot.find().resolve(DIRECTORY).resolve("Dockerfile." + kind));
        List<String> run = new ArrayList<>(words(value(lines, "ENTRYPOINT")));
        run.addAll(words(value(lines, "CMD")));
        String health = value(lines, "HEALTHCHECK");
        return new ImageFile(value(lines, "ENV"), value(lines, "USER"), value(lines, "VOLUME"), Integer.parseInt(value(lines, "EXPOSE")), run,
                words(health.substring(health.indexOf(HEALTH_COMMAND) + HEALTH_COMMAND.length())), lines);
    }

    /** Where it, the scripts and the lists are. */
    static Path directory() {
        return ProjectRoot.find().resolve(DIRECTORY);
    }

    private static String value(List<String> lines, String instruction) {
        List<String> values = lines.stream().filter(line -> line.startsWith(instruction + " ")).toList();
        if (values.size() != 1) {
            throw new IllegalArgumentException(instruction + " is there " + values.size() + " times");
        }
        return values.get(0).substring(instruction.length() + 1);
    }

    private static List<String> words(String json) throws IOException {
        List<String> words = new ArrayList<>();
        for (JsonNode word : new ObjectMapper().readTree(json)) {
            words.add(word.asText());
        }
        return words;
    }
}
