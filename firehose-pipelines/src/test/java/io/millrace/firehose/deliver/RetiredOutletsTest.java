package io.millrace.firehose.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.clock.ManualClock;
import io.millrace.disk.SimulatedDisk;
import io.millrace.firehose.S3Configs;
import io.millrace.firehose.buffer.Outcome;
import io.millrace.firehose.buffer.SealedSpool;
import io.millrace.firehose.buffer.SpoolKey;
import io.millrace.firehose.buffer.Spools;
import io.millrace.firehose.config.DestinationConfig;
import io.millrace.firehose.config.S3Config;
import io.millrace.firehose.config.UnsupportedConfig;
import io.millrace.firehose.error.ServiceErrorRecords;
import io.millrace.firehose.seal.KeyRing;
import io.millrace.firehose.transform.FirehoseRecord;
import io.millrace.firehose.transform.RecordOrigin;
import io.millrace.journal.DiskReserve;
import io.millrace.process.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an UpdateDestination replaces is closed: at once where nothing uses it, else with the last upload that does, whatever its successor does. */
class RetiredOutletsTest {

    private static final OutletFactory.Origin ORIGIN = new OutletFactory.Origin("one", "arn:aws:firehose:us-east-1:000000000000:deliverystream/one", "1");
    private final ManualClock clock = new ManualClock(1_800_000_000_000L);
    private final SimulatedDisk disk = new SimulatedDisk();
    private final ArrayDeque<Runnable> uploads = new ArrayDeque<>();
    private final Opened first = new Opened(), second = new Opened(), third = new Opened();
    private Deliveries deliveries;
    private long position;

    @BeforeEach
    void open() throws IOException {
        KeyRing keys = new KeyRing(disk, Path.of("/keys"));
        deliveries = Deliveries.open(new Deliveries.Surroundings("one", Runnable::run, new FormatThreads(Runnable::run, Runnable::run), uploads::add, clock, new Random(1),
                new ServiceErrorRecords(), new SimpleMeterRegistry(), 2, 4, () -> { }), disk, Path.of("/one"), keys, DiskReserve.NONE, first.set());
    }

    @Test
    void idleOutletsAreClosedWithTheirSuccessor() {
        deliveries.configure(second.set(), Optional.empty());
        assertThat(first.closed).as("all three destinations, once each").containsExactly(1, 1, 1);
        assertThat(second.closed).containsExactly(0, 0, 0);
        deliveries.close();
        assertThat(first.closed).containsExactly(1, 1, 1);
        assertThat(second.closed).containsExactly(1, 1, 1);
    }

    @Test
    void outletsInUseAreClosedWithTheLastUploadThatUsesThem() throws IOException {
        deliverOne(first);
        deliveries.configure(second.set(), Optional.empty());
        deliverOne(second);
        deliveries.configure(third.set(), Optional.empty());
        deliverOne(third);
        assertThat(uploads).hasSize(3);
        assertThat(first.closed).containsExactly(0, 0, 0);
        uploads.remove().run();
        assertThat(first.delivered).isEqualTo(1);
        assertThat(first.closed).as("though its successors are busy").containsExactly(1, 1, 1);
        assertThat(second.closed).containsExactly(0, 0, 0);
        uploads.remove().run();
        assertThat(second.closed).containsExactly(1, 1, 1);
        assertThat(third.closed).containsExactly(0, 0, 0);
    }

    @Test
    void anUploadThatOutlastsTheStopClosesNothingAgain() throws IOException {
        deliverOne(first);
        deliveries.configure(second.set(), Optional.empty());
        deliveries.stop();
        deliveries.close();
        assertThat(first.closed).containsExactly(1, 1, 1);
        uploads.remove().run();
        assertThat(first.closed).containsExactly(1, 1, 1);
        assertThat(second.closed).containsExactly(1, 1, 1);
    }

    @Test
    void aSetThatCannotBeOpenedWholeLeavesNothingOpen() {
        Opened halfway = new Opened();
        halfway.refusing = true;
        assertThatThrownBy(halfway::set).isInstanceOf(UnsupportedConfig.class);
        assertThat(halfway.closed).containsExactly(1, 1);
    }

    /** The real destinations' own threads, which hold their connections. */
    @Test
    void aClosedBucketHasNoThreadLeft() {
        long before = deadlineThreads();
        S3Bucket bucket = S3Bucket.open(new S3Settings(Optional.of(URI.create("http://127.0.0.1:1")), "us-east-1", true,
                Optional.of(new S3Settings.Credentials("a", "b", Optional.empty())), false, 64L * 1024 * 1024, 5L * 1024 * 1024,
                Duration.ofSeconds(2), Duration.ofSeconds(1)), "bucket", Optional.empty());
        assertThat(bucket.deliver(new Parcel("x", new S3BucketContractTest.Bytes(new byte[1]), 1))).isInstanceOf(Receipt.Retryable.class);
        assertThat(deadlineThreads()).isGreaterThan(before);
        bucket.close();
        Await.until(Duration.ofSeconds(20), () -> deadlineThreads() <= before, () -> "the bucket's thread ends");
    }

    private static long deadlineThreads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("firehose-s3-deadlines")).count();
    }

    /** A spool becomes an object and its upload waits in the queue. */
    private void deliverOne(Opened outlets) throws IOException {
        Spools spools = new Spools(deliveries.directory(), outlets.set::limits);
        FirehoseRecord record = new FirehoseRecord(new RecordOrigin("id", clock.millis(), Optional.empty()), new byte[10], Map.of(), Map.of());
        spools.add(SpoolKey.unpartitioned(Outcome.Way.DATA), position, position, record, clock.millis());
        position++;
        spools.sealDue(clock.millis() + 1_000_000, 1);
        SealedSpool sealed = spools.take().orElseThrow();
        deliveries.take(sealed);
    }

    /** Outlets that count their closings, in the order they were opened. */
    private static final class Opened implements OutletFactory {

        private final ServiceOutlets outlets = new ServiceOutlets(DeliverySettings.defaults(Path.of("none")), conversion -> {
            throw new UnsupportedConfig("no conversions here");
        }, new Random(2));
        private final List<Integer> closed = new ArrayList<>();
        private int delivered;
        private boolean refusing;
        private OutletSet set;

        OutletSet set() {
            set = new OutletSet(this, ORIGIN, S3Configs.plain().config());
            return set;
        }

        @Override
        public Outlet data(Origin origin, DestinationConfig config) {
            return counted(outlets.data(origin, config));
        }

        @Override
        public Outlet backup(Origin origin, S3Config config) {
            return counted(outlets.backup(origin, config));
        }

        @Override
        public Outlet errors(Origin origin, S3Config config) {
            if (refusing) {
                throw new UnsupportedConfig("no errors here");
            }
            return counted(outlets.errors(origin, config));
        }

        private Outlet counted(Outlet outlet) {
            int number = closed.size();
            closed.add(0);
            Destination counting = new Destination() {
                @Override
                public Receipt deliver(Parcel parcel) {
                    delivered++;
                    return new Receipt.Delivered();
                }

                @Override
                public void close() {
                    closed.set(number, closed.get(number) + 1);
                }
            };
            return new Outlet(counting, outlet.format(), outlet.naming(), outlet.recordsMax(), outlet.bytesMax(), outlet.retry());
        }
    }
}
