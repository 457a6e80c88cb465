package io.millrace.access;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A request without its body, as it came over the wire. */
public interface RequestHead {

    String method();

    /** As received: neither decoded nor normalized, without the query. Of an absolute-form target its path. */
    String path();

    /** What stands behind the question mark, as received; empty when there is none. */
    String query();

    /** Names of all headers, in lower case. On HTTP/2 {@code host} stands for {@code :authority}. */
    Collection<String> headerNames();

    /** A header's values in their order; empty when there is none. */
    List<String> headers(String lowerCaseName);

    /** A header's first value. */
    default Optional<String> header(String lowerCaseName) {
        return headers(lowerCaseName).stream().findFirst();
    }
}
