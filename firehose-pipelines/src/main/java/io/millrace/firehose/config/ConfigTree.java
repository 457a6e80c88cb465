package io.millrace.firehose.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A destination's configuration as it was given, by the service model's member names, so that it can be described exactly. Values
 * as {@code io.millrace.wire.model.Members#tree} has them. Immutable; changes give another tree.
 */
public record ConfigTree(Map<String, Object> members) {

    public static final ConfigTree EMPTY = new ConfigTree(Map.of());

    public ConfigTree {
        members = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable((String) members.get(name));
    }

    /** A text that is there: the model requires it. */
    public String required(String name) {
        return text(name).orElseThrow(() -> new UnsupportedConfig(name + " must be given"));
    }

    /** The model's integers have 32 bits. */
    public int whole(String name, int absent) {
        if (members.get(name) instanceof Long value) {
            if (value.intValue() != value) {
                throw new UnsupportedConfig(name + " is not an integer of 32 bits: " + value);
            }
            return value.intValue();
        }
        return absent;
    }

    public double real(String name, double absent) {
        return members.get(name) instanceof Double value ? value : absent;
    }

    public boolean flag(String name, boolean absent) {
        return members.get(name) instanceof Boolean value ? value : absent;
    }

    public Optional<ConfigTree> structure(String name) {
        return Optional.ofNullable(tree(members.get(name)));
    }

    public List<ConfigTree> structures(String name) {
        return members.get(name) instanceof List<?> list ? list.stream().map(ConfigTree::tree).toList() : List.of();
    }

    public List<String> texts(String name) {
        return members.get(name) instanceof List<?> list ? list.stream().map(String.class::cast).toList() : List.of();
    }

    public Map<String, String> textMap(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (members.get(name) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> texts.put((String) key, (String) value));
        }
        return texts;
    }

    /** With the member, in place of what was there. */
    public ConfigTree with(String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(members);
        changed.put(name, value instanceof ConfigTree tree ? tree.members : value);
        return new ConfigTree(changed);
    }

    public ConfigTree without(String name) {
        Map<String, Object> changed = new LinkedHashMap<>(members);
        changed.remove(name);
        return new ConfigTree(changed);
    }

    /** With the member only where there is none. */
    public ConfigTree orWith(String name, Object value) {
        return has(name) ? this : with(name, value);
    }

    /** With the other's members in place of those of the same names. */
    public ConfigTree mergedWith(ConfigTree update) {
        Map<String, Object> merged = new LinkedHashMap<>(members);
        merged.putAll(update.members);
        return new ConfigTree(merged);
    }

    @SuppressWarnings("unchecked")
    private static ConfigTree tree(Object value) {
        return value instanceof Map<?, ?> map ? new ConfigTree((Map<String, Object>) map) : null;
    }

    /** Secrets may be in it. */
    @Override
    public String toString() {
        return "ConfigTree" + members.keySet();
    }
}
