package io.millrace.catalog;

/**
 * A value in the catalog.
 *
 * @param version the number of the change that wrote it; greater for every later write of any entry
 */
public record Entry<T>(String key, long version, T value) {
}
