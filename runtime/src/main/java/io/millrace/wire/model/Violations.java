package io.millrace.wire.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is wrong with a call's members, worded as the services do. One call's, one thread. */
public final class Violations {

    private static final int TOLD_MAX = 10, VALUE_LENGTH_MAX = 1024;

    private final List<String> told = new ArrayList<>();

    /** The name of a member in a complaint's path. */
    public static String pathOf(String member) {
        return member.substring(0, 1).toLowerCase(Locale.ROOT) + member.substring(1);
    }

    public static String pathOf(String parent, String member) {
        return parent.isEmpty() ? pathOf(member) : parent + "." + pathOf(member);
    }

    /** The path of a list's element, counted from 0. */
    public static String elementPath(String list, int index) {
        return list + "." + (index + 1) + ".member";
    }

    public void add(Object value, String path, String constraint) {
        if (told.size() < TOLD_MAX) {
            told.add("Value " + (value == null ? "null" : "'" + shortened(value.toString()) + "'") + " at '" + path
                    + "' failed to satisfy constraint: " + constraint);
        }
    }

    /** A required member is not there. */
    public void missing(String path) {
        add(null, path, "Member must not be null");
    }

    /** A member the pinned model does not have: ignoring it could ignore what the caller relies on. */
    public void unknown(String path) {
        add(null, path, "Member is not part of the service model this server implements");
    }

    public boolean isEmpty() {
        return told.isEmpty();
    }

    /** Throws {@link InvalidInput} if anything is wrong. */
    public void refuseAny() {
        if (!told.isEmpty()) {
            throw new InvalidInput(told.size() + (told.size() == 1 ? " validation error" : " validation errors") + " detected: "
                    + String.join("; ", told));
        }
    }

    private static String shortened(String value) {
        return value.length() <= VALUE_LENGTH_MAX ? value : value.substring(0, VALUE_LENGTH_MAX) + "...";
    }
}
