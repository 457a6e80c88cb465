package io.millrace.examples.orchard;

/** What a picker brings: the data of a record, as JSON. */
public record Harvest(String picker, String fruit, int kilograms) {
}
