package io.millrace.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A catalog in memory for the triggers' tests: values go through their codecs, changes are told on the caller's thread. */
public final class MemoryCatalog implements Catalog {

    private final Map<String, TreeMap<String, Stored>> kinds = new HashMap<>();
    private final List<Feed<?>> feeds = new CopyOnWriteArrayList<>();
    private long version;

    private record Stored(long version, byte[] bytes) {
    }

    private record Feed<T>(Kind<T> kind, Follower<T> follower) {
    }

    @Override
    public synchronized <T> Optional<Entry<T>> get(Kind<T> kind, String key) {
        return Optional.ofNullable(kind(kind.name()).get(key)).map(stored -> entry(kind, key, stored));
    }

    @Override
    public synchronized <T> List<Entry<T>> list(Kind<T> kind, String afterKey, int limit) {
        return kind(kind.name()).tailMap(afterKey, false).entrySet().stream().limit(limit)
                .map(stored -> entry(kind, stored.getKey(), stored.getValue())).toList();
    }

    @Override
    public synchronized CompletionStage<Long> commit(Change change) {
        for (Change.Write<?> write : change.writes()) {
            Stored found = kind(write.kind().name()).get(write.key());
            long foundVersion = found == null ? Change.ABSENT : found.version();
            if (foundVersion != write.expectedVersion()) {
                return CompletableFuture.failedStage(new VersionConflict(write.kind().name(), write.key(), write.expectedVersion(), foundVersion));
            }
        }
        version++;
        change.writes().forEach(this::apply);
        return CompletableFuture.completedStage(version);
    }

    private <T> void apply(Change.Write<T> write) {
        Map<String, Stored> entries = kind(write.kind().name());
        Optional<Entry<T>> before = get(write.kind(), write.key());
        write.value().ifPresentOrElse(value -> entries.put(write.key(), new Stored(version, write.kind().codec().encode(value))),
                () -> entries.remove(write.key()));
        feeds.stream().filter(feed -> feed.kind().name().equals(write.kind().name())).forEach(feed -> tell(feed, write.key(), before));
    }

    @SuppressWarnings("unchecked")
    private <T> void tell(Feed<?> feed, String key, Optional<Entry<T>> before) {
        Feed<T> typed = (Feed<T>) feed;
        get(typed.kind(), key).ifPresentOrElse(now -> typed.follower().onPut(before, now), () -> typed.follower().onDelete(before.orElseThrow()));
    }

    @Override
    public synchronized CompletionStage<Long> nextId() {
        return CompletableFuture.completedStage(++version);
    }

    @Override
    public <T> AutoCloseable follow(Kind<T> kind, Follower<T> follower) {
        Feed<T> feed = new Feed<>(kind, follower);
        feeds.add(feed);
        return () -> feeds.remove(feed);
    }

    private TreeMap<String, Stored> kind(String name) {
        return kinds.computeIfAbsent(name, key -> new TreeMap<>());
    }

    private static <T> Entry<T> entry(Kind<T> kind, String key, Stored stored) {
        return new Entry<>(key, stored.version(), kind.codec().decode(stored.bytes()));
    }
}
