package io.millrace.access;

import java.util.Optional;

/**
 * What a signature is good for: {@code date/region/service/aws4_request}.
 *
 * @param date yyyyMMdd
 */
record Scope(String date, String region, String service, String terminator) {

    static final String TERMINATOR = "aws4_request";
    private static final int PARTS = 4;

    /** Of the part of a Credential behind the access key id; empty when it has not four parts. */
    static Optional<Scope> of(String text) {
        String[] parts = text.split("/", -1);
        return parts.length == PARTS ? Optional.of(new Scope(parts[0], parts[1], parts[2], parts[3])) : Optional.empty();
    }

    String wire() {
        return date + "/" + region + "/" + service + "/" + terminator;
    }
}
