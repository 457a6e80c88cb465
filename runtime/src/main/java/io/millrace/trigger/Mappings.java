package io.millrace.trigger;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Change;
import io.millrace.catalog.Entry;
import io.millrace.clock.Clock;
import io.millrace.stage.StageFailure;
import io.millrace.stream.Position;
import io.millrace.stream.RecordStore;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardId;
import io.millrace.stream.ShardKey;
import io.millrace.trigger.Mapping.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Event source mappings as their API sees them: create, look up, change, delete. The catalog is the truth; the lanes follow.
 * Any thread, never blocks; stages fail with a {@link MappingFault}, a {@link Catalog.CatalogUnavailable} or a
 * {@link io.millrace.stream.StoreException}.
 */
public final class Mappings {

    private static final int PAGE = 256;

    private final Catalog catalog;
    private final RecordStore store;
    private final Clock clock;
    private final MappingProgress progress;

    /** A mapping and how it is doing. */
    public record View(Mapping mapping, MappingStatus status) {
    }

    /** @param next where the following page begins, empty on the last one */
    public record Page(List<View> views, Optional<String> next) {
    }

    Mappings(Catalog catalog, RecordStore store, Clock clock, MappingProgress progress) {
        this.catalog = catalog;
        this.store = store;
        this.clock = clock;
        this.progress = progress;
    }

    /** Makes a mapping; it is durable, with the position each shard is read from, when the stage completes. */
    public CompletionStage<View> create(NewMapping wanted) {
        Optional<Entry<String>> taken = catalog.get(MappingCodec.CLAIMS, Mapping.claim(wanted.stream().id(), wanted.functionName()));
        if (taken.isPresent()) {
            return CompletableFuture.failedStage(new MappingFault.Taken(taken.get().value()));
        }
        return starts(wanted).thenCompose(starts -> {
            Mapping mapping = new Mapping(UUID.randomUUID().toString(), wanted.streamArn(), wanted.stream().id(), wanted.functionName(),
                    wanted.options(), wanted.startingPosition(), wanted.startingTimestampMillis(), starts, Transition.CREATING,
                    clock.millis(), wanted.tags());
            Change change = Change.create().put(MappingCodec.MAPPINGS, mapping.uuid(), Change.ABSENT, mapping)
                    .put(MappingCodec.CLAIMS, mapping.claim(), Change.ABSENT, mapping.uuid());
            return commit(change, mapping);
        });
    }

    private CompletionStage<Map<ShardId, Position>> starts(NewMapping wanted) {
        Map<ShardId, Position> starts = new ConcurrentHashMap<>();
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (Shard shard : wanted.stream().shards()) {
            all.add(start(wanted, shard).thenAccept(position -> starts.put(shard.id(), position)).toCompletableFuture());
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).thenApply(done -> starts);
    }

    private CompletionStage<Position> start(NewMapping wanted, Shard shard) {
        ShardKey key = wanted.stream().key(shard);
        return switch (wanted.startingPosition()) {
            case TRIM_HORIZON -> CompletableFuture.completedStage(Position.START);
            case LATEST -> shard.end().<CompletionStage<Position>>map(CompletableFuture::completedStage).orElseGet(() -> store.end(key));
            case AT_TIMESTAMP -> store.positionAt(key, wanted.startingTimestampMillis().orElseThrow());
        };
    }

    public Optional<View> find(String uuid) {
        return catalog.get(MappingCodec.MAPPINGS, uuid).map(this::view);
    }

    /** Mappings the filter takes, after the given UUID (empty: from the first), at most {@code limit}. */
    public Page list(Predicate<Mapping> filter, String after, int limit) {
        List<View> views = new ArrayList<>();
        String from = after;
        while (true) {
            List<Entry<Mapping>> entries = catalog.list(MappingCodec.MAPPINGS, from, PAGE);
            for (Entry<Mapping> entry : entries) {
                if (filter.test(entry.value())) {
                    if (views.size() == limit) {
                        return new Page(views, Optional.of(views.getLast().mapping().uuid()));
                    }
                    views.add(view(entry));
                }
            }
            if (entries.size() < PAGE) {
                return new Page(views, Optional.empty());
            }
            from = entries.getLast().key();
        }
    }

    /** Changes a settled mapping; its lanes finish what is under way before they take the change on. */
    public CompletionStage<View> update(String uuid, String functionName, Mapping.Options options) {
        return settled(uuid).thenCompose(entry -> {
            Mapping before = entry.value();
            Transition transition = before.options().enabled() == options.enabled() ? Transition.UPDATING
                    : options.enabled() ? Transition.ENABLING : Transition.DISABLING;
            Mapping now = before.with(functionName, options, transition, clock.millis());
            Change change = Change.create().put(MappingCodec.MAPPINGS, uuid, entry.version(), now);
            if (!before.claim().equals(now.claim())) {
                Optional<Entry<String>> taken = catalog.get(MappingCodec.CLAIMS, now.claim());
                if (taken.isPresent()) {
                    return CompletableFuture.failedStage(new MappingFault.Taken(taken.get().value()));
                }
                catalog.get(MappingCodec.CLAIMS, before.claim())
                        .ifPresent(claim -> change.delete(MappingCodec.CLAIMS, before.claim(), claim.version()));
                change.put(MappingCodec.CLAIMS, now.claim(), Change.ABSENT, uuid);
            }
            return commit(change, now);
        });
    }

    /** Begins to delete a settled mapping; it is gone, with its checkpoints, when its lanes have finished what is under way. */
    public CompletionStage<View> delete(String uuid) {
        return settled(uuid).thenCompose(entry -> {
            Mapping now = entry.value().with(Transition.DELETING, clock.millis());
            return commit(Change.create().put(MappingCodec.MAPPINGS, uuid, entry.version(), now), now);
        });
    }

    /** Changes a mapping's tags, whatever its state; its lanes go on. The change may throw to refuse. */
    public CompletionStage<Void> tag(String uuid, UnaryOperator<Map<String, String>> change) {
        Optional<Entry<Mapping>> entry = catalog.get(MappingCodec.MAPPINGS, uuid);
        if (entry.isEmpty()) {
            return CompletableFuture.failedStage(new MappingFault.NotFound(uuid));
        }
        Mapping now = entry.get().value().withTags(change.apply(new HashMap<>(entry.get().value().tags())));
        return commit(Change.create().put(MappingCodec.MAPPINGS, uuid, entry.get().version(), now), now).thenApply(view -> null);
    }

    private CompletionStage<Entry<Mapping>> settled(String uuid) {
        Optional<Entry<Mapping>> entry = catalog.get(MappingCodec.MAPPINGS, uuid);
        if (entry.isEmpty()) {
            return CompletableFuture.failedStage(new MappingFault.NotFound(uuid));
        }
        return progress.status(entry.get()).isSettled() ? CompletableFuture.completedStage(entry.get())
                : CompletableFuture.failedStage(new MappingFault.InUse(uuid));
    }

    /** The view is of the moment of the change, before the lanes follow. */
    private CompletionStage<View> commit(Change change, Mapping mapping) {
        return catalog.commit(change).handle((version, failure) -> {
            if (failure == null) {
                String result = progress.status(new Entry<>(mapping.uuid(), version, mapping)).lastProcessingResult();
                return new View(mapping, MappingStatus.of(mapping, false, result));
            }
            Throwable cause = StageFailure.cause(failure);
            if (cause instanceof Catalog.VersionConflict) {
                throw catalog.get(MappingCodec.CLAIMS, mapping.claim()).filter(claim -> !claim.value().equals(mapping.uuid()))
                        .<MappingFault>map(claim -> new MappingFault.Taken(claim.value())).orElseGet(() -> new MappingFault.InUse(mapping.uuid()));
            }
            throw new CompletionException(cause);
        });
    }

    private View view(Entry<Mapping> entry) {
        return new View(entry.value(), progress.status(entry));
    }
}
