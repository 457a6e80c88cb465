package io.millrace.wire.model;

import io.millrace.wire.codec.WireNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns a model's lines into operations and shapes. */
final class ModelLines {

    private static final String NONE = "-";
    private static final int PATTERN_WORD = 4;

    private final Map<String, ServiceModel.Operation> operations;
    private final Map<String, Shape> shapes;
    private final List<Shape.Member> members = new ArrayList<>();
    private String structure;

    ModelLines(Map<String, ServiceModel.Operation> operations, Map<String, Shape> shapes) {
        this.operations = operations;
        this.shapes = shapes;
    }

    void accept(String line) {
        if (line.startsWith("#") || line.isBlank()) {
            return;
        }
        String[] words = line.strip().split(" ", PATTERN_WORD + 1);
        if (line.startsWith(" ")) {
            boolean required = words[0].endsWith("!");
            members.add(new Shape.Member(required ? words[0].substring(0, words[0].length() - 1) : words[0], required, words[1]));
            return;
        }
        end();
        switch (words[0]) {
            case "operation" -> operations.put(words[1], new ServiceModel.Operation(words[1], words[2],
                    words[3].equals(NONE) ? Optional.empty() : Optional.of(words[3])));
            case "structure" -> structure = words[1];
            default -> shapes.put(words[1], shape(words, line));
        }
    }

    /** The last structure is complete. */
    void end() {
        if (structure != null) {
            shapes.put(structure, new Shape.Structure(structure, List.copyOf(members),
                    new WireNames(members.stream().map(Shape.Member::name).toList())));
            structure = null;
            members.clear();
        }
    }

    private static Shape shape(String[] words, String line) {
        String name = words[1];
        return switch (words[0]) {
            case "list" -> new Shape.ListOf(name, bounds(words), words[4]);
            case "map" -> {
                String[] types = words[4].split(" ");
                yield new Shape.MapOf(name, bounds(words), types[0], types[1]);
            }
            case "string" -> new Shape.Text(name, bounds(words), words.length > PATTERN_WORD ? Pattern.compile(words[PATTERN_WORD]) : null);
            case "enum" -> {
                List<String> values = List.of(line.split(" ")).subList(2, line.split(" ").length);
                yield new Shape.OneOf(name, values, Set.copyOf(values));
            }
            case "integer", "long" -> new Shape.Whole(name, whole(words[2]), whole(words[3]));
            case "double" -> new Shape.Real(name, whole(words[2]), whole(words[3]));
            case "blob" -> new Shape.Blob(name, bounds(words));
            case "boolean" -> new Shape.Flag(name);
            case "timestamp" -> new Shape.Time(name);
            default -> throw new IllegalStateException("unknown line in a service model: " + line);
        };
    }

    private static Shape.Bounds bounds(String[] words) {
        return new Shape.Bounds(number(words[2]), number(words[3]));
    }

    private static OptionalInt number(String word) {
        return word.equals(NONE) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(word));
    }

    private static OptionalLong whole(String word) {
        return word.equals(NONE) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(word));
    }
}
