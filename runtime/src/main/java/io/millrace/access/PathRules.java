package io.millrace.access;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** All rules of a server; the first that matches counts. */
public final class PathRules {

    /** Of all other paths. */
    private static final PathRule SIGNED = new PathRule(Pattern.compile(".*"), PathRule.Guard.SIGNED, Optional.empty());

    private final List<PathRule> rules;

    public PathRules(List<PathRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * The rule of a path. A path that was sent in another form than its normal one is never let in by less than a whole signature:
     * who routes it may see another path than who guards it.
     *
     * @param received   as it came over the wire
     * @param normalized as it will be routed
     */
    public PathRule of(String received, String normalized) {
        for (PathRule rule : rules) {
            if (rule.path().matcher(normalized).matches()) {
                boolean plain = rule.guard() == PathRule.Guard.SIGNED || received.equals(normalized);
                return plain ? rule : new PathRule(rule.path(), PathRule.Guard.SIGNED, rule.service());
            }
        }
        return SIGNED;
    }
}
