package io.millrace.access;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a head says of its chunked body.
 *
 * @param decoded  the payload's length in bytes
 * @param trailers names of the headers that follow it, in lower case
 */
record ChunkedLength(long decoded, List<String> trailers) {

    private static final String DECODED = "x-amz-decoded-content-length";

    static ChunkedLength of(RequestHead head) {
        long decoded;
        try {
            decoded = Long.parseLong(head.header(DECODED).orElse(""));
        } catch (NumberFormatException unreadable) {
            decoded = -1;
        }
        if (decoded < 0) {
            throw AccessFault.INCOMPLETE.because("A body in chunks requires the header '" + DECODED + "'.");
        }
        List<String> trailers = head.headers("x-amz-trailer").stream().flatMap(value -> Stream.of(value.split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT)).filter(name -> !name.isEmpty()).toList();
        return new ChunkedLength(decoded, trailers);
    }
}
