package io.millrace.wire.model;

import io.millrace.wire.codec.WireReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A service's operations and shapes, from a text resource whose head explains its lines. */
public final class ServiceModel {

    private final Map<String, Operation> operations = new TreeMap<>();
    private final Map<String, Shape> shapes = new TreeMap<>();

    /** An operation: the names of its input's and, if it has one, output's shape. */
    public record Operation(String name, String input, Optional<String> output) {
    }

    private ServiceModel() {
    }

    /** Reads the resource beside the class. A resource that is missing or malformed is a defect of the program. */
    public static ServiceModel load(Class<?> beside, String resource) {
        ServiceModel model = new ServiceModel();
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource + " beside " + beside);
            }
            ModelLines lines = new ModelLines(model.operations, model.shapes);
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().forEach(lines::accept);
            lines.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return model;
    }

    public Set<String> operations() {
        return Set.copyOf(operations.keySet());
    }

    public Operation operation(String name) {
        return find(operations, name);
    }

    public Shape shape(String name) {
        return find(shapes, name);
    }

    /** The members an operation's input may have. */
    public Shape.Structure input(String operation) {
        return structure(operation(operation).input());
    }

    public Shape.Structure structure(String name) {
        return (Shape.Structure) shape(name);
    }

    /** Reads an operation's input and checks it; throws {@link InvalidInput} or the reader's exception. */
    public Members read(String operation, WireReader reader) {
        Violations violations = new Violations();
        Members members = new MemberReader(this, reader, violations).structure(input(operation), "");
        reader.end();
        violations.refuseAny();
        return members;
    }

    private static <T> T find(Map<String, T> map, String name) {
        T found = map.get(name);
        if (found == null) {
            throw new IllegalArgumentException("the model has no " + name);
        }
        return found;
    }
}
