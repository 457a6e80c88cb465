package io.millrace.stream;

/** How a stream's capacity is managed; the names are the wire's. */
public enum StreamMode {
    PROVISIONED, ON_DEMAND
}
