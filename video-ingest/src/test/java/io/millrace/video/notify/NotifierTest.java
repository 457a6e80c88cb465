package io.millrace.video.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.catalog.Change;
import io.millrace.catalog.MemoryCatalog;
import io.millrace.checkpoint.MemoryCheckpoints;
import io.millrace.clock.ManualClock;
import io.millrace.stream.MemoryRecordStore;
import io.millrace.stream.Position;
import io.millrace.stream.ReadLimit;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.StreamId;
import io.millrace.stream.StreamMode;
import io.millrace.stream.StreamName;
import io.millrace.stream.StreamRecord;
import io.millrace.stream.registry.NewStream;
import io.millrace.stream.registry.RegistrySettings;
import io.millrace.stream.registry.StreamRegistry;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentDraft;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentTag;
import io.millrace.video.fragment.Heads;
import io.millrace.video.fragment.MemoryFragmentStore;
import io.millrace.video.playback.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What arrives on the destination, whatever happens on the way. */
class NotifierTest {

    private static final StreamId VIDEO = new StreamId(900);
    private static final StreamName DESTINATION = new StreamName("fragments");
    private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final MemoryCatalog catalog = new MemoryCatalog();
    private final MemoryFragmentStore fragments = new MemoryFragmentStore(clock);
    private final MemoryRecordStore records = new MemoryRecordStore(clock);
    private final MemoryCheckpoints checkpoints = new MemoryCheckpoints();
    private final StreamRegistry streams = new StreamRegistry(catalog, records, clock, RegistrySettings.defaults());
    private Notifier notifier;

    @BeforeEach
    void start() {
        Waiting.on(fragments.create(VIDEO));
        notifier = open();
    }

    @AfterEach
    void stop() throws Exception {
        notifier.close();
        streams.close();
        fragments.close();
        records.close();
    }

    private Notifier open() {
        return new Notifier(catalog, fragments, streams, records, checkpoints, new SimpleMeterRegistry());
    }

    private StreamDescription createDestination() {
        return Waiting.on(streams.create(new NewStream(DESTINATION, StreamMode.PROVISIONED, 1, OptionalInt.empty(), Map.of())));
    }

    private void set(boolean isEnabled, FragmentNumber after) {
        long version = catalog.get(Notification.KIND, Notification.key(VIDEO)).map(entry -> entry.version()).orElse(Change.ABSENT);
        Waiting.on(catalog.commit(Change.create().put(Notification.KIND, Notification.key(VIDEO), version,
                new Notification(VIDEO, "door", "arn:door", isEnabled, "arn:fragments", DESTINATION, after))));
    }

    private Fragment commit() {
        FragmentDraft draft = fragments.begin(VIDEO);
        draft.write(new byte[100], 0, 100);
        clock.advance(Duration.ofSeconds(2));
        return Waiting.on(draft.commit(clock.millis(), 0, 2_000, Heads.video(1), List.of(new FragmentTag("door", "open"))));
    }

    private List<String> numbers(StreamDescription destination) {
        List<String> numbers = new ArrayList<>();
        for (StreamRecord record : Waiting.on(records.read(destination.key(destination.shards().getFirst()), Position.of(0, 0),
                new ReadLimit(1_000, 1 << 20))).records()) {
            assertThat(record.partitionKey()).isEqualTo("door");
            numbers.add(json(record).get("FragmentNumber").asText());
        }
        return numbers;
    }

    private static JsonNode json(StreamRecord record) {
        try {
            return new ObjectMapper().readTree(StandardCharsets.UTF_8.decode(record.data().duplicate()).toString());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void everyFragmentBehindTheStartIsARecordInOrder() {
        StreamDescription destination = createDestination();
        Fragment before = commit();
        set(true, before.number());
        List<String> expected = List.of(commit().number().wire(), commit().number().wire(), commit().number().wire());
        await(() -> numbers(destination).size() >= 3);
        assertThat(numbers(destination)).isEqualTo(expected);
        JsonNode event = json(Waiting.on(records.read(destination.key(destination.shards().getFirst()), Position.of(0, 0),
                new ReadLimit(1, 1 << 20))).records().getFirst());
        assertThat(event.get("StreamName").asText()).isEqualTo("door");
        assertThat(event.get("Tags").get("door").asText()).isEqualTo("open");
        assertThat(event.get("ServerTimestamp").decimalValue()).isEqualByComparingTo("1700000002.000");
        assertThat(event.at("/Fetch/Body/Fragments/0").asText()).isEqualTo(expected.getFirst());
    }

    @Test
    void aRestartGoesOnWhereItWas() throws Exception {
        StreamDescription destination = createDestination();
        set(true, FragmentNumber.NONE);
        commit();
        await(() -> numbers(destination).size() == 1);
        notifier.close();
        commit();
        notifier = open();
        await(() -> numbers(destination).size() >= 2);
        assertThat(numbers(destination)).doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void aMissingOrFailingDestinationIsWaitedFor() {
        set(true, FragmentNumber.NONE);
        String first = commit().number().wire();
        StreamDescription destination = createDestination();
        await(() -> numbers(destination).equals(List.of(first)));
        records.failNextAppends(2, new StoreException.Busy("busy"));
        String second = commit().number().wire();
        await(() -> numbers(destination).equals(List.of(first, second)));
    }

    @Test
    void whatIsDisabledIsNotTold() {
        StreamDescription destination = createDestination();
        set(true, FragmentNumber.NONE);
        String first = commit().number().wire();
        await(() -> numbers(destination).size() == 1);
        set(false, FragmentNumber.NONE);
        Fragment unseen = commit();
        set(true, unseen.number());
        String third = commit().number().wire();
        await(() -> numbers(destination).size() >= 2);
        assertThat(numbers(destination)).containsExactly(first, third);
    }

    @Test
    void aDeletedVideoStreamLeavesNoNotification() {
        createDestination();
        set(true, FragmentNumber.NONE);
        Waiting.on(fragments.delete(VIDEO));
        await(() -> catalog.get(Notification.KIND, Notification.key(VIDEO)).isEmpty());
    }
}
