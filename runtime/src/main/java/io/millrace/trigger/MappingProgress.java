package io.millrace.trigger;

import io.millrace.catalog.Entry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is known beside the catalog about running mappings, since this start of the server. Any thread. */
final class MappingProgress {

    private final Map<String, Long> settledVersions = new ConcurrentHashMap<>();
    private final Map<String, String> results = new ConcurrentHashMap<>();

    /** The lanes are as this version of the mapping wants them. */
    void settled(String mapping, long version) {
        settledVersions.put(mapping, version);
    }

    void result(String mapping, String lastProcessingResult) {
        results.put(mapping, lastProcessingResult);
    }

    void forget(String mapping) {
        settledVersions.remove(mapping);
        results.remove(mapping);
    }

    MappingStatus status(Entry<Mapping> entry) {
        boolean settled = settledVersions.getOrDefault(entry.key(), 0L) >= entry.version();
        return MappingStatus.of(entry.value(), settled, results.getOrDefault(entry.key(), MappingStatus.NOTHING_YET));
    }
}
