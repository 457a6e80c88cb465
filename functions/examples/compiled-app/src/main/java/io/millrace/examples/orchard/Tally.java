package io.millrace.examples.orchard;

import java.util.Map;

/** Kilograms by fruit. */
public record Tally(Map<String, Integer> kilograms) {
}
