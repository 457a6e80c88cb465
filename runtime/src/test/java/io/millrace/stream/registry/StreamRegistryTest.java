package io.millrace.stream.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.MemoryCatalog;
import io.millrace.clock.ManualClock;
import io.millrace.stream.HashKey;
import io.millrace.stream.HashRange;
import io.millrace.stream.MemoryRecordStore;
import io.millrace.stream.Position;
import io.millrace.stream.ReadLimit;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardId;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.StreamDirectory;
import io.millrace.stream.StreamId;
import io.millrace.stream.StreamMode;
import io.millrace.stream.StreamName;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class StreamRegistryTest {

    private final ManualClock clock = new ManualClock(1_000);
    private final MemoryCatalog catalog = new MemoryCatalog();
    private final MemoryRecordStore store = MemoryRecordStore.onCallersThread(clock);
    private final StreamRegistry registry = new StreamRegistry(catalog, store, clock, new RegistrySettings(5, 1, 4, Duration.ofHours(24), 1 << 20));

    private static NewStream stream(String name, int shards) {
        return new NewStream(new StreamName(name), StreamMode.PROVISIONED, shards, OptionalInt.empty(), Map.of("a", "b"));
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static void assertFails(CompletionStage<?> stage, Class<? extends Exception> with) {
        assertThatThrownBy(() -> now(stage)).isInstanceOf(CompletionException.class).hasCauseInstanceOf(with);
    }

    @Test
    void aStreamOutlivesTheRegistry() {
        StreamDescription made = now(registry.create(stream("s", 3)));
        StreamRegistry again = new StreamRegistry(catalog, store, clock, RegistrySettings.defaults());
        assertThat(again.find(new StreamName("s"))).contains(made);
        assertThat(again.find(made.id())).contains(made);
        assertThat(StreamRegistry.known(catalog)).isEqualTo(Map.of(made.id(), made.shards()));
    }

    @Test
    void namesAreTakenOnce() {
        StreamDescription made = now(registry.create(stream("s", 1)));
        assertFails(registry.create(stream("s", 2)), RegistryException.NameTaken.class);
        assertThat(registry.find(new StreamName("s"))).contains(made);
    }

    @Test
    void aNamesakeIsAnotherStream() {
        StreamDescription first = now(registry.create(stream("s", 1)));
        now(registry.delete(first));
        assertThat(registry.find(first.id())).isEmpty();
        assertThatThrownBy(() -> now(store.read(first.key(first.shards().getFirst()), Position.START, new ReadLimit(1, 1))))
                .hasCauseInstanceOf(StoreException.ShardUnknown.class);
        StreamDescription second = now(registry.create(stream("s", 1)));
        assertThat(second.id()).isNotEqualTo(first.id());
        assertFails(registry.delete(first), RegistryException.StreamUnknown.class);
        assertFails(registry.change(first, before -> before), RegistryException.StreamUnknown.class);
        assertThat(registry.find(new StreamName("s"))).contains(second);
    }

    @Test
    void limitsHold() {
        now(registry.create(stream("s", 3)));
        assertFails(registry.create(stream("t", 3)), RegistryException.LimitReached.class);
        now(registry.create(stream("t", 2)));
        NewStream onDemand = new NewStream(new StreamName("d"), StreamMode.ON_DEMAND, 4, OptionalInt.empty(), Map.of());
        now(registry.create(onDemand));
        assertFails(registry.create(new NewStream(new StreamName("e"), StreamMode.ON_DEMAND, 4, OptionalInt.empty(), Map.of())),
                RegistryException.LimitReached.class);
        assertThat(registry.list(Optional.empty(), 2)).extracting(found -> found.name().value()).containsExactly("d", "s");
        assertThat(registry.list(Optional.of(new StreamName("d")), 9)).extracting(found -> found.name().value()).containsExactly("s", "t");
    }

    @Test
    void somebodyElsesChangeComesBetween() {
        StreamDescription made = now(registry.create(stream("s", 1)));
        boolean[] between = new boolean[1];
        StreamDescription changed = now(registry.change(made, before -> {
            if (!between[0]) {
                between[0] = true;
                now(registry.change(made, other -> tagged(other, Map.of("x", "y"))));
            }
            Map<String, String> tags = new HashMap<>(before.tags());
            tags.put("mine", "");
            return tagged(before, tags);
        }));
        assertThat(changed.tags()).isEqualTo(Map.of("x", "y", "mine", ""));
        assertThat(registry.find(made.id())).contains(changed);
    }

    private static StreamDescription tagged(StreamDescription of, Map<String, String> tags) {
        return new StreamDescription(of.id(), of.name(), of.createdAt(), of.mode(), of.retention(), of.recordBytesMax(), of.shards(), tags);
    }

    @Test
    void listenersAreTold() throws Exception {
        List<String> told = new ArrayList<>();
        AutoCloseable following = registry.follow(new StreamDirectory.Listener() {
            @Override
            public void onChanged(StreamDescription stream) {
                told.add("changed " + stream.name() + stream.tags().size());
            }

            @Override
            public void onDeleted(StreamDescription stream) {
                told.add("deleted " + stream.name());
            }
        });
        StreamDescription made = now(registry.create(stream("s", 1)));
        now(registry.change(made, before -> tagged(before, Map.of())));
        now(registry.delete(made));
        following.close();
        now(registry.create(stream("t", 1)));
        assertThat(told).containsExactly("changed s1", "changed s0", "deleted s");
    }

    @Test
    void theRouterAgreesWithTheRanges() {
        Random random = new Random(3);
        for (int shards : new int[] {1, 2, 3, 5, 64, 1000}) {
            StreamDescription described = described(shards);
            ShardRouter router = new LiveStream(described).router();
            for (int i = 0; i < 200; i++) {
                HashKey key = i == 0 ? HashKey.MIN : i == 1 ? HashKey.MAX : HashKey.of(new BigInteger(128, random));
                assertThat(router.shards().get(router.indexOf(key)).range().contains(key)).isTrue();
            }
            for (Shard shard : described.shards()) {
                assertThat(router.shards().get(router.indexOf(shard.range().first()))).isEqualTo(shard);
                assertThat(router.shards().get(router.indexOf(shard.range().last()))).isEqualTo(shard);
            }
        }
    }

    private static StreamDescription described(int count) {
        List<Shard> shards = new ArrayList<>();
        for (HashRange range : HashRange.split(count)) {
            boolean child = shards.size() == 1;
            shards.add(new Shard(new ShardId(shards.size()), range, 0, child ? Optional.of(new ShardId(0)) : Optional.empty(), Optional.empty(),
                    Position.of(2, 7), Optional.empty()));
        }
        return new StreamDescription(new StreamId(9), new StreamName("s"), Instant.ofEpochMilli(5), StreamMode.ON_DEMAND, Duration.ofHours(48), 77, shards,
                Map.of("k", "v", "\u00e9", ""));
    }

    @Test
    void bytesAndBack() {
        StreamCodec codec = new StreamCodec();
        StreamDescription stream = described(3);
        byte[] bytes = codec.encode(stream);
        assertThat(codec.decode(bytes)).isEqualTo(stream);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length + 1))).isInstanceOf(IllegalArgumentException.class);
        bytes[0] = 2;
        assertThatThrownBy(() -> codec.decode(bytes)).hasMessageContaining("format version 2");
    }
}
