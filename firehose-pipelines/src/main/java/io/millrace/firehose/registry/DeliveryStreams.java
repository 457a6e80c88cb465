package io.millrace.firehose.registry;

import io.millrace.catalog.Attempts;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.Change;
import io.millrace.catalog.Entry;
import io.millrace.catalog.Kind;
import io.millrace.stage.StageFailure;
import io.millrace.stream.RecordStore;
import io.millrace.stream.Shard;
import io.millrace.stream.StreamId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivery streams: made, changed, deleted, found. Failures are {@link RegistryRefusal}s, the store's and the catalog's. */
public final class DeliveryStreams implements AutoCloseable {

    /** Delivery streams in the catalog. */
    public static final Kind<DeliveryStream> KIND = new Kind<>("delivery-stream", new DeliveryStreamCodec());
    private static final Logger LOGGER = LoggerFactory.getLogger(DeliveryStreams.class);
    private static final int PAGE = 1000;

    private final Catalog catalog;
    private final RecordStore store;
    private final int streamsMax;
    private final ConcurrentSkipListMap<String, DeliveryStream> byName = new ConcurrentSkipListMap<>();
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AutoCloseable following;

    /** Told on the catalog's thread: returns at once. */
    public interface Listener {

        void onChanged(DeliveryStream stream);

        void onDeleted(DeliveryStream stream);
    }

    /** Opens over a catalog and a store that are open. Close it before them. */
    public DeliveryStreams(Catalog catalog, RecordStore store, int streamsMax) {
        this.catalog = catalog;
        this.store = store;
        this.streamsMax = streamsMax;
        this.following = catalog.follow(KIND, new Followed());
        entries(catalog).forEach(entry -> byName.put(entry.key(), entry.value()));
    }

    /** Every hidden stream with its shards: what the record store must be opened with. */
    public static Map<StreamId, List<Shard>> known(Catalog catalog) {
        Map<StreamId, List<Shard>> known = new LinkedHashMap<>();
        entries(catalog).forEach(entry -> known.put(entry.value().id(), DeliveryStream.shards()));
        return known;
    }

    private static List<Entry<DeliveryStream>> entries(Catalog catalog) {
        List<Entry<DeliveryStream>> all = new ArrayList<>();
        for (List<Entry<DeliveryStream>> page = catalog.list(KIND, "", PAGE); !page.isEmpty();
                page = catalog.list(KIND, page.getLast().key(), PAGE)) {
            all.addAll(page);
        }
        return all;
    }

    public Optional<DeliveryStream> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All, by name. */
    public List<DeliveryStream> all() {
        return List.copyOf(byName.values());
    }

    /** Those with names behind {@code after}. */
    public List<DeliveryStream> after(String after) {
        return List.copyOf(byName.tailMap(after, false).values());
    }

    public void follow(Listener listener) {
        listeners.add(listener);
    }

    /** Makes one; complete when it is durable and can be found. @param described makes the value of its id */
    public CompletionStage<DeliveryStream> create(String name, Function<StreamId, DeliveryStream> described) {
        if (byName.containsKey(name) || !underWay.add(name)) {
            return CompletableFuture.failedStage(new RegistryRefusal.NameTaken(name));
        }
        CompletionStage<DeliveryStream> made = byName.size() + underWay.size() > streamsMax
                ? CompletableFuture.failedStage(new RegistryRefusal.TooMany(streamsMax))
                : catalog.nextId().thenCompose(id -> create(described.apply(new StreamId(id))));
        return made.whenComplete((stream, failure) -> underWay.remove(name));
    }

    private CompletionStage<DeliveryStream> create(DeliveryStream stream) {
        return store.create(stream.id(), DeliveryStream.shards())
                .thenCompose(made -> catalog.commit(Change.create().put(KIND, stream.name(), Change.ABSENT, stream)))
                .handle((version, failure) -> {
                    if (failure == null) {
                        return stream;
                    }
                    removeData(stream);
                    throw StageFailure.cause(failure) instanceof Catalog.VersionConflict ? new RegistryRefusal.NameTaken(stream.name())
                            : new CompletionException(StageFailure.cause(failure));
                });
    }

    /** Changes one, again for each change of somebody else that comes between. {@code change} may throw to refuse. */
    public CompletionStage<DeliveryStream> change(DeliveryStream stream, UnaryOperator<DeliveryStream> change) {
        return Attempts.untilUndisturbed(() -> tryChange(stream, change));
    }

    private CompletionStage<DeliveryStream> tryChange(DeliveryStream stream, UnaryOperator<DeliveryStream> change) {
        Optional<Entry<DeliveryStream>> found = current(stream);
        if (found.isEmpty()) {
            return CompletableFuture.failedStage(new RegistryRefusal.Unknown(stream.name()));
        }
        DeliveryStream changed = change.apply(found.get().value());
        if (changed.equals(found.get().value())) {
            return CompletableFuture.completedStage(changed);
        }
        return catalog.commit(Change.create().put(KIND, stream.name(), found.get().version(), changed))
                .thenApply(version -> changed);
    }

    /** Takes one out of the catalog, then its data out of the store; complete when no restart brings it back. */
    public CompletionStage<Void> remove(DeliveryStream stream) {
        return Attempts.untilUndisturbed(() -> tryRemove(stream));
    }

    private CompletionStage<Void> tryRemove(DeliveryStream stream) {
        Optional<Entry<DeliveryStream>> found = current(stream);
        if (found.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        return catalog.commit(Change.create().delete(KIND, stream.name(), found.get().version())).thenAccept(version -> removeData(stream));
    }

    private Optional<Entry<DeliveryStream>> current(DeliveryStream stream) {
        return catalog.get(KIND, stream.name()).filter(entry -> entry.value().id().equals(stream.id()));
    }

    /** What cannot be removed now, the store removes when it opens again. */
    private void removeData(DeliveryStream stream) {
        store.delete(stream.id()).exceptionally(failure -> {
            LOGGER.atWarn().addKeyValue("stream", stream.id()).setCause(StageFailure.cause(failure)).log("data of a deleted delivery stream is still there");
            return null;
        });
    }

    @Override
    public void close() throws Exception {
        following.close();
    }

    private final class Followed implements Catalog.Follower<DeliveryStream> {

        @Override
        public void onPut(Optional<Entry<DeliveryStream>> before, Entry<DeliveryStream> now) {
            byName.put(now.key(), now.value());
            listeners.forEach(listener -> listener.onChanged(now.value()));
        }

        @Override
        public void onDelete(Entry<DeliveryStream> before) {
            byName.remove(before.key());
            listeners.forEach(listener -> listener.onDeleted(before.value()));
        }
    }
}
