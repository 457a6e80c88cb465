package io.millrace.stream.registry;

import io.millrace.catalog.Attempts;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.Change;
import io.millrace.catalog.Entry;
import io.millrace.catalog.Kind;
import io.millrace.clock.Clock;
import io.millrace.stage.StageFailure;
import io.millrace.stream.HashRange;
import io.millrace.stream.Position;
import io.millrace.stream.RecordStore;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardId;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.StreamDirectory;
import io.millrace.stream.StreamId;
import io.millrace.stream.StreamMode;
import io.millrace.stream.StreamName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Streams: made, changed, deleted, found. See the package's contract. Failures are {@link RegistryException}s, the store's and the catalog's. */
public final class StreamRegistry implements StreamDirectory, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(StreamRegistry.class);
    /** Streams in the catalog. */
    public static final Kind<StreamDescription> KIND = new Kind<>("stream", new StreamCodec());
    private static final int PAGE = 1000;

    private final Catalog catalog;
    private final RecordStore store;
    private final Clock clock;
    private final RegistrySettings settings;
    private final ConcurrentSkipListMap<StreamName, LiveStream> byName = new ConcurrentSkipListMap<>();
    private final Map<StreamId, LiveStream> byId = new ConcurrentHashMap<>();
    /** Streams whose names are being taken, so that limits hold for what is under way too. */
    private final Map<StreamName, NewStream> underWay = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AutoCloseable following;

    /** Opens over a catalog and a store that are open. Close it before them. */
    public StreamRegistry(Catalog catalog, RecordStore store, Clock clock, RegistrySettings settings) {
        this.catalog = catalog;
        this.store = store;
        this.clock = clock;
        this.settings = settings;
        this.following = catalog.follow(KIND, new Followed());
        entries(catalog).forEach(entry -> keep(entry.value()));
    }

    /** Every stream in the catalog with its shards: what the record store must be opened with. */
    public static Map<StreamId, List<Shard>> known(Catalog catalog) {
        Map<StreamId, List<Shard>> known = new LinkedHashMap<>();
        entries(catalog).forEach(entry -> known.put(entry.value().id(), entry.value().shards()));
        return known;
    }

    private static List<Entry<StreamDescription>> entries(Catalog catalog) {
        List<Entry<StreamDescription>> all = new ArrayList<>();
        for (List<Entry<StreamDescription>> page = catalog.list(KIND, "", PAGE); !page.isEmpty();
                page = catalog.list(KIND, page.getLast().key(), PAGE)) {
            all.addAll(page);
        }
        return all;
    }

    public RegistrySettings settings() {
        return settings;
    }

    @Override
    public Optional<StreamDescription> find(StreamName name) {
        return live(name).map(LiveStream::description);
    }

    @Override
    public Optional<StreamDescription> find(StreamId id) {
        return live(id).map(LiveStream::description);
    }

    /** The stream with its router. */
    public Optional<LiveStream> live(StreamName name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The stream with its router. */
    public Optional<LiveStream> live(StreamId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Streams by name behind {@code after} (empty: from the first), at most {@code limit}. */
    public List<StreamDescription> list(Optional<StreamName> after, int limit) {
        return after.map(name -> byName.tailMap(name, false)).orElse(byName).values().stream().limit(limit)
                .map(LiveStream::description).toList();
    }

    /** Open shards of all provisioned streams. */
    public int provisionedShards() {
        return streams(StreamMode.PROVISIONED).mapToInt(live -> live.router().shards().size()).sum();
    }

    /** How many streams are on demand. */
    public int onDemandStreams() {
        return (int) streams(StreamMode.ON_DEMAND).count();
    }

    private Stream<LiveStream> streams(StreamMode mode) {
        return byName.values().stream().filter(live -> live.description().mode() == mode);
    }

    /** Makes a stream; complete when it is durable and can be found. */
    public CompletionStage<StreamDescription> create(NewStream wanted) {
        if (byName.containsKey(wanted.name()) || underWay.putIfAbsent(wanted.name(), wanted) != null) {
            return CompletableFuture.failedStage(new RegistryException.NameTaken(wanted.name()));
        }
        CompletionStage<StreamDescription> made;
        try {
            refuseTooMany();
            made = catalog.nextId().thenCompose(id -> create(describe(wanted, new StreamId(id))));
        } catch (RuntimeException refused) {
            made = CompletableFuture.failedStage(refused);
        }
        return made.whenComplete((stream, failure) -> underWay.remove(wanted.name()));
    }

    /** Those under way count, the one at hand included. */
    private void refuseTooMany() {
        List<NewStream> waiting = underWay.values().stream().filter(stream -> !byName.containsKey(stream.name())).toList();
        int shards = provisionedShards() + waiting.stream().filter(stream -> stream.mode() == StreamMode.PROVISIONED).mapToInt(NewStream::shards).sum();
        long onDemand = onDemandStreams() + waiting.stream().filter(stream -> stream.mode() == StreamMode.ON_DEMAND).count();
        if (shards > settings.shardsMax()) {
            throw new RegistryException.LimitReached("This request would exceed the shard limit: " + settings.shardsMax()
                    + " in all, " + provisionedShards() + " in use.");
        }
        if (onDemand > settings.onDemandStreamsMax()) {
            throw new RegistryException.LimitReached("This request would exceed the limit of on-demand streams: " + settings.onDemandStreamsMax() + ".");
        }
    }

    private StreamDescription describe(NewStream wanted, StreamId id) {
        List<Shard> shards = new ArrayList<>();
        for (HashRange range : HashRange.split(wanted.shards())) {
            shards.add(new Shard(new ShardId(shards.size()), range, 0, Optional.empty(), Optional.empty(), Position.START, Optional.empty()));
        }
        return new StreamDescription(id, wanted.name(), Instant.ofEpochMilli(clock.millis()), wanted.mode(), settings.retention(),
                wanted.recordBytesMax().orElse(settings.recordBytesMax()), shards, wanted.tags());
    }

    private CompletionStage<StreamDescription> create(StreamDescription stream) {
        return store.create(stream.id(), stream.shards())
                .thenCompose(made -> catalog.commit(Change.create().put(KIND, stream.name().value(), Change.ABSENT, stream)))
                .handle((version, failure) -> {
                    if (failure == null) {
                        return stream;
                    }
                    removeData(stream);
                    throw StageFailure.cause(failure) instanceof Catalog.VersionConflict ? new RegistryException.NameTaken(stream.name())
                            : new CompletionException(StageFailure.cause(failure));
                });
    }

    /**
     * Changes a stream, once more for each change of somebody else that comes between. {@code change} may throw to refuse,
     * may be called several times, and must keep name and id; returning what it was given changes nothing.
     */
    public CompletionStage<StreamDescription> change(StreamDescription stream, UnaryOperator<StreamDescription> change) {
        return Attempts.untilUndisturbed(() -> tryChange(stream, change));
    }

    private CompletionStage<StreamDescription> tryChange(StreamDescription stream, UnaryOperator<StreamDescription> change) {
        Optional<Entry<StreamDescription>> found = current(stream);
        if (found.isEmpty()) {
            return CompletableFuture.failedStage(new RegistryException.StreamUnknown(stream.name()));
        }
        StreamDescription changed = change.apply(found.get().value());
        if (changed.equals(found.get().value())) {
            return CompletableFuture.completedStage(changed);
        }
        return catalog.commit(Change.create().put(KIND, stream.name().value(), found.get().version(), changed))
                .thenApply(version -> changed);
    }

    /** Deletes a stream; complete when no restart brings it back. Its data goes after that. */
    public CompletionStage<Void> delete(StreamDescription stream) {
        return Attempts.untilUndisturbed(() -> tryDelete(stream));
    }

    private CompletionStage<Void> tryDelete(StreamDescription stream) {
        Optional<Entry<StreamDescription>> found = current(stream);
        if (found.isEmpty()) {
            return CompletableFuture.failedStage(new RegistryException.StreamUnknown(stream.name()));
        }
        return catalog.commit(Change.create().delete(KIND, stream.name().value(), found.get().version()))
                .<Void>thenApply(version -> {
                    removeData(stream);
                    return null;
                });
    }

    /** The catalog's entry of this very creation of the stream. */
    private Optional<Entry<StreamDescription>> current(StreamDescription stream) {
        return catalog.get(KIND, stream.name().value()).filter(entry -> entry.value().id().equals(stream.id()));
    }

    /** What cannot be removed now, the store removes when it opens again. */
    private void removeData(StreamDescription stream) {
        store.delete(stream.id()).exceptionally(failure -> {
            LOGGER.atWarn().addKeyValue("stream", stream.id()).setCause(StageFailure.cause(failure)).log("data of a deleted stream is still there");
            return null;
        });
    }

    @Override
    public AutoCloseable follow(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void keep(StreamDescription stream) {
        LiveStream live = new LiveStream(stream);
        byName.put(stream.name(), live);
        byId.put(stream.id(), live);
    }

    @Override
    public void close() throws Exception {
        following.close();
    }

    private final class Followed implements Catalog.Follower<StreamDescription> {

        @Override
        public void onPut(Optional<Entry<StreamDescription>> before, Entry<StreamDescription> now) {
            keep(now.value());
            listeners.forEach(listener -> listener.onChanged(now.value()));
        }

        @Override
        public void onDelete(Entry<StreamDescription> before) {
            byName.remove(before.value().name());
            byId.remove(before.value().id());
            listeners.forEach(listener -> listener.onDeleted(before.value()));
        }
    }
}
