package io.millrace.stream.log;

import io.millrace.stream.log.block.BlockLog;
import io.millrace.stream.log.block.Lane;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One stream's logs, shards and subscriptions.
 *
 * @param stripes by stripe number
 * @param places  by shard index
 */
record StreamLog(Map<Integer, BlockLog> stripes, Map<Integer, Place> places, Set<StreamSubscription> subscriptions) {

    /** Where a shard's records are. */
    record Place(BlockLog log, Lane lane) {
    }

    static StreamLog empty() {
        return new StreamLog(new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet());
    }

    /** Completes when all files are gone. */
    CompletableFuture<Void> delete() {
        return CompletableFuture.allOf(stripes.values().stream().map(log -> log.delete().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }
}
