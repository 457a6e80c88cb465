package io.millrace.access;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A query string's parameters, in both their forms. A plus sign is a plus sign, as all signers have it. */
final class Query {

    /** Names and values percent-encoded anew, so that equal ones look equal. */
    private record Parameter(String name, String value) implements Comparable<Parameter> {
        @Override
        public int compareTo(Parameter other) {
            int byName = name.compareTo(other.name);
            return byName != 0 ? byName : value.compareTo(other.value);
        }
    }

    private final List<Parameter> parameters;

    private Query(List<Parameter> parameters) {
        this.parameters = parameters;
    }

    /** Empty when it is not well encoded. */
    static Optional<Query> of(String raw) {
        List<Parameter> parameters = new ArrayList<>();
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            Optional<byte[]> name = PercentCode.decode(equals < 0 ? pair : pair.substring(0, equals));
            Optional<byte[]> value = PercentCode.decode(equals < 0 ? "" : pair.substring(equals + 1));
            if (name.isEmpty() || value.isEmpty()) {
                return Optional.empty();
            }
            if (!pair.isEmpty()) {
                parameters.add(new Parameter(PercentCode.encode(name.get()), PercentCode.encode(value.get())));
            }
        }
        return Optional.of(new Query(parameters));
    }

    boolean has(String name) {
        return parameters.stream().anyMatch(parameter -> parameter.name().equals(name));
    }

    /** The decoded value of the only parameter of that name; empty when there is none, or more than one. */
    Optional<String> single(String name) {
        List<Parameter> named = parameters.stream().filter(parameter -> parameter.name().equals(name)).toList();
        return named.size() == 1
                ? PercentCode.decode(named.getFirst().value()).map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    /** All of them, sorted and encoded. */
    String canonical() {
        return canonical(parameters);
    }

    /** Sorted and encoded, without one name. */
    String canonicalWithout(String leftOut) {
        return canonical(parameters.stream().filter(parameter -> !parameter.name().equals(leftOut)).toList());
    }

    private static String canonical(List<Parameter> chosen) {
        StringBuilder text = new StringBuilder();
        chosen.stream().sorted().forEach(parameter -> text.append(text.isEmpty() ? "" : "&").append(parameter.name()).append('=').append(parameter.value()));
        return text.toString();
    }
}
