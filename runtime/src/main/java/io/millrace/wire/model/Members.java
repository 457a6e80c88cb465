package io.millrace.wire.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A structure's members as read and checked; only for turning them into a typed call. Names the shape does not have are defects. */
public final class Members {

    private final Shape.Structure shape;
    private final Object[] values;

    Members(Shape.Structure shape, Object[] values) {
        this.shape = shape;
        this.values = values;
    }

    public Optional<String> text(String name) {
        return value(name, String.class);
    }

    public OptionalLong whole(String name) {
        Optional<Long> value = value(name, Long.class);
        return value.isPresent() ? OptionalLong.of(value.get()) : OptionalLong.empty();
    }

    /** A whole number that the model bounds to 32 bits. */
    public int whole(String name, int absent) {
        OptionalLong value = whole(name);
        return value.isPresent() ? Math.clamp(value.getAsLong(), Integer.MIN_VALUE, Integer.MAX_VALUE) : absent;
    }

    /** Milliseconds since the epoch. */
    public OptionalLong time(String name) {
        return whole(name);
    }

    public Optional<Boolean> flag(String name) {
        return value(name, Boolean.class);
    }

    public Optional<Members> structure(String name) {
        return value(name, Members.class);
    }

    @SuppressWarnings("unchecked")
    public List<String> texts(String name) {
        return (List<String>) value(name, List.class).orElse(List.of());
    }

    /** A list of structures. */
    @SuppressWarnings("unchecked")
    public List<Members> structures(String name) {
        return (List<Members>) value(name, List.class).orElse(List.of());
    }

    /** A blob's bytes; not a copy. */
    public Optional<byte[]> blob(String name) {
        return value(name, byte[].class);
    }

    @SuppressWarnings("unchecked")
    public Map<String, String> textMap(String name) {
        return (Map<String, String>) value(name, Map.class).orElse(Map.of());
    }

    /**
     * All that is there as plain values, in the model's order: maps (structures too), lists, texts, whole numbers as Long, Double,
     * Boolean, byte arrays. For what must be kept as it was given.
     */
    public Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                tree.put(shape.members().get(i).name(), plain(values[i]));
            }
        }
        return tree;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case Members members -> members.tree();
            case List<?> list -> list.stream().map(Members::plain).toList();
            default -> value;
        };
    }

    public boolean has(String name) {
        return value(name, Object.class).isPresent();
    }

    private <T> Optional<T> value(String name, Class<T> type) {
        for (int i = 0; i < values.length; i++) {
            if (shape.members().get(i).name().equals(name)) {
                return Optional.ofNullable(type.cast(values[i]));
            }
        }
        throw new IllegalArgumentException(shape.name() + " has no member " + name);
    }

    /** As the services show a structure in a complaint. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(shape.name()).append('(');
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ", ").append(Violations.pathOf(shape.members().get(i).name())).append('=').append(values[i]);
        }
        return text.append(')').toString();
    }
}
