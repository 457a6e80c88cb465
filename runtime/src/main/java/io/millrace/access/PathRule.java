package io.millrace.access;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How requests to some paths are let in. A room that answers on paths of its own tells its rules, and the server's assembly puts them
 * together; a path without a rule has to be signed, for whatever service.
 *
 * @param path    matches the whole path, which is in normal form and still percent-encoded
 * @param guard   what is asked of the request
 * @param service of the signature's scope; empty only where none is asked for, or any is taken
 */
public record PathRule(Pattern path, Guard guard, Optional<String> service) {

    /** What is asked of a request. */
    public enum Guard {
        /** A signature, over the head and the body. The body is verified before the room sees the request. */
        SIGNED,
        /** A signature over the head. The body is a stream of its own, read by the room as it comes; nothing is asked of its hash. */
        SIGNED_HEAD,
        /** Nothing, with keys or without: no signature, no Host, no Origin. The room guards it itself, for instance by a token. */
        OPEN
    }

    public static PathRule signed(String regex, String service) {
        return new PathRule(Pattern.compile(regex), Guard.SIGNED, Optional.of(service));
    }

    public static PathRule signedHead(String regex, String service) {
        return new PathRule(Pattern.compile(regex), Guard.SIGNED_HEAD, Optional.of(service));
    }

    public static PathRule open(String regex) {
        return new PathRule(Pattern.compile(regex), Guard.OPEN, Optional.empty());
    }
}
