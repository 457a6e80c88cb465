package io.millrace.firehose.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Change;
import io.millrace.catalog.Entry;
import io.millrace.catalog.Kind;
import io.millrace.catalog.MemoryCatalog;
import io.millrace.clock.ManualClock;
import io.millrace.firehose.config.ConfigTree;
import io.millrace.firehose.config.DestinationKind;
import io.millrace.stream.MemoryRecordStore;
import io.millrace.stream.StreamId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryStreamsTest {

    private final Disturbed catalog = new Disturbed();
    private final MemoryRecordStore store = new MemoryRecordStore(new ManualClock(0));
    private final DeliveryStreams streams = new DeliveryStreams(catalog, store, 2);

    @AfterEach
    void close() throws Exception {
        streams.close();
        store.close();
    }

    @Test
    void aRemovalThatMeetsAChangeIsTriedAgain() {
        DeliveryStream stream = create("a");
        catalog.before(() -> join(streams.change(streams.find("a").orElseThrow(), now -> now.withTags(Map.of("k", "v")))));
        join(streams.remove(stream));
        assertThat(streams.find("a")).isEmpty();
        assertThat(streams.all()).isEmpty();
    }

    @Test
    void aChangeThatMeetsAnotherKeepsBoth() {
        DeliveryStream stream = create("a");
        catalog.before(() -> join(streams.change(stream, now -> now.withTags(Map.of("k", "v")))));
        join(streams.change(stream, DeliveryStream::beingDeleted));
        assertThat(streams.find("a").orElseThrow().tags()).containsEntry("k", "v");
        assertThat(streams.find("a").orElseThrow().deleting()).isTrue();
    }

    @Test
    void aNamesakeIsAnotherDeliveryStream() {
        DeliveryStream first = create("a");
        join(streams.remove(first));
        DeliveryStream second = create("a");
        assertThat(second.id()).isNotEqualTo(first.id());
        join(streams.remove(first));
        assertThat(streams.find("a")).contains(second);
        assertThatThrownBy(() -> join(streams.change(first, DeliveryStream::beingDeleted))).hasCauseInstanceOf(RegistryRefusal.Unknown.class);
    }

    @Test
    void namesAreTakenOnceAndThereAreOnlySoMany() {
        create("a");
        assertThatThrownBy(() -> create("a")).hasCauseInstanceOf(RegistryRefusal.NameTaken.class);
        create("b");
        assertThatThrownBy(() -> create("c")).hasCauseInstanceOf(RegistryRefusal.TooMany.class);
        join(streams.remove(streams.find("a").orElseThrow()));
        create("c");
    }

    @Test
    void oneOfTwoCreationsThatMeetIsRefusedAndLeavesNothing() {
        catalog.before(() -> join(catalog.inner.commit(Change.create().put(DeliveryStreams.KIND, "a", Change.ABSENT, described("a", new StreamId(99))))));
        assertThatThrownBy(() -> create("a")).hasCauseInstanceOf(RegistryRefusal.NameTaken.class);
        assertThat(streams.find("a").orElseThrow().id()).isEqualTo(new StreamId(99));
    }

    @Test
    void whatTheCatalogHasIsFoundAgain() throws Exception {
        DeliveryStream stream = create("a");
        try (DeliveryStreams again = new DeliveryStreams(catalog, store, 2)) {
            assertThat(again.find("a")).contains(stream);
            assertThat(DeliveryStreams.known(catalog)).containsOnlyKeys(stream.id());
        }
    }

    private DeliveryStream create(String name) {
        return join(streams.create(name, id -> described(name, id)));
    }

    private static DeliveryStream described(String name, StreamId id) {
        return new DeliveryStream(id, name, 1, 2, 3, new DeliveryStream.DirectPut(4), DestinationKind.S3, ConfigTree.EMPTY.with("Prefix", "p"),
                DeliveryStream.Encryption.DISABLED, Map.of(), false);
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    /** Something comes between a reading and the next commit, once. */
    private static final class Disturbed implements Catalog {

        private final MemoryCatalog inner = new MemoryCatalog();
        private Optional<Runnable> disturbance = Optional.empty();

        void before(Runnable commit) {
            disturbance = Optional.of(commit);
        }

        @Override
        public <T> Optional<Entry<T>> get(Kind<T> kind, String key) {
            return inner.get(kind, key);
        }

        @Override
        public <T> List<Entry<T>> list(Kind<T> kind, String afterKey, int limit) {
            return inner.list(kind, afterKey, limit);
        }

        @Override
        public CompletionStage<Long> commit(Change change) {
            Optional<Runnable> now = disturbance;
            disturbance = Optional.empty();
            now.ifPresent(Runnable::run);
            return inner.commit(change);
        }

        @Override
        public CompletionStage<Long> nextId() {
            return inner.nextId();
        }

        @Override
        public <T> AutoCloseable follow(Kind<T> kind, Follower<T> follower) {
            return inner.follow(kind, follower);
        }
    }
}
