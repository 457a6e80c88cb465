package io.millrace.firehose.prefix;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Names the objects of one outlet. */
public interface ObjectNaming {

    /** The longest key of a store, in UTF-8. */
    int NAME_BYTES_MAX = 1024;

    /** A new name with its prefix and extension. Random strings and the UUID are drawn anew: ask once per object. */
    String name(ObjectTraits object);

    /** Whether a store takes a name that was made here: an object without one becomes error records. */
    default boolean isUsable(String name) {
        return !name.isEmpty() && name.getBytes(StandardCharsets.UTF_8).length <= NAME_BYTES_MAX;
    }

    /** Partition keys of the metadata extraction that the prefix names; a record without one of them cannot be buffered. */
    default Set<String> queryKeys() {
        return Set.of();
    }

    /** Partition keys of the function that the prefix names. */
    default Set<String> functionKeys() {
        return Set.of();
    }

    /**
     * What a name depends on.
     *
     * @param oldestArrivedAtMillis arrival of the oldest record in the object
     * @param queryKeys             partition keys of the metadata extraction
     * @param functionKeys          partition keys of the function
     * @param errorOutputType       of an object of error records, e.g. {@code processing-failed}
     */
    record ObjectTraits(long oldestArrivedAtMillis, Map<String, String> queryKeys, Map<String, String> functionKeys,
            Optional<String> errorOutputType) {
    }
}
