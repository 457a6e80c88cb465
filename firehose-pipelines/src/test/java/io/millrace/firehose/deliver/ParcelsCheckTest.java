package io.millrace.firehose.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.checkpoint.MemoryCheckpoints;
import io.millrace.clock.ManualClock;
import io.millrace.datadir.DataDirectory;
import io.millrace.disk.FileDisk;
import io.millrace.firehose.S3Configs;
import io.millrace.firehose.buffer.Outcome;
import io.millrace.firehose.buffer.SpoolKey;
import io.millrace.firehose.buffer.Spools;
import io.millrace.firehose.config.UnsupportedConfig;
import io.millrace.firehose.error.ServiceErrorRecords;
import io.millrace.firehose.registry.DeliveryStream;
import io.millrace.firehose.seal.KeyRing;
import io.millrace.firehose.transform.FirehoseRecord;
import io.millrace.firehose.transform.RecordOrigin;
import io.millrace.journal.DiskReserve;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardKey;
import io.millrace.stream.StreamId;
import io.millrace.stream.log.LocalRecordStore;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.stream.log.block.LogThreads;
import io.millrace.verify.Severity;
import io.millrace.verify.Verification;
import io.millrace.verify.VerificationReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What verify says of a delivery stream's files, sound and damaged. */
class ParcelsCheckTest {

    private static final StreamId STREAM = new StreamId(7);
    private static final OutletFactory.Origin ORIGIN = new OutletFactory.Origin("one", "arn:aws:firehose:us-east-1:000000000000:deliverystream/one", "1");

    @TempDir
    private Path temporary;
    private Path data;

    @BeforeEach
    void write() throws IOException {
        data = temporary.resolve("data");
        try (DataDirectory directory = DataDirectory.open(data)) {
            log(directory.firehose().resolve("delivery-streams"));
        }
    }

    private static void log(Path logs) throws IOException {
        LogSettings settings = LogSettings.defaults();
        List<Shard> shards = DeliveryStream.shards();
        try (LocalRecordStore store = LocalRecordStore.open(logs, 1, Map.of(STREAM, shards), new FileDisk(), new ManualClock(1_800_000_000_000L),
                new MemoryCheckpoints(), settings, LogThreads.start(settings), new SimpleMeterRegistry())) {
            store.create(STREAM, shards).toCompletableFuture().join();
            for (int i = 0; i < 20; i++) {
                store.append(new ShardKey(STREAM, shards.getFirst().id()), new RecordBatch(64).add(new byte[] {1, 0}, ByteBuffer.wrap(new byte[1_000])))
                        .toCompletableFuture().join();
            }
        }
    }

    /** Parcels that wait, each of ten records. */
    private void parcels(int parcels, Optional<String> key) throws IOException {
        FileDisk disk = new FileDisk();
        ManualClock clock = new ManualClock(1_800_000_000_000L);
        KeyRing keys = new KeyRing(disk, data.resolve("firehose/keys"));
        OutletSet outlets = new OutletSet(new ServiceOutlets(DeliverySettings.defaults(temporary.resolve("buckets")), conversion -> {
            throw new UnsupportedConfig("no conversions here");
        }, new Random(2)), ORIGIN, S3Configs.plain().config());
        Deliveries deliveries = Deliveries.open(new Deliveries.Surroundings("one", Runnable::run, new FormatThreads(Runnable::run, Runnable::run), upload -> { }, clock, new Random(1),
                new ServiceErrorRecords(), new SimpleMeterRegistry(), 2, parcels, () -> { }), disk, data.resolve("firehose/pipelines/7"), keys,
                DiskReserve.NONE, outlets);
        deliveries.configure(outlets, key);
        Spools spools = new Spools(deliveries.directory(), outlets::limits);
        for (int i = 0; i < parcels * 10; i++) {
            spools.add(SpoolKey.unpartitioned(Outcome.Way.DATA), i, i, new FirehoseRecord(new RecordOrigin("id" + i, clock.millis(), Optional.empty()),
                    new byte[1_000], Map.of(), Map.of()), clock.millis());
            if (i % 10 == 9) {
                spools.sealDue(clock.millis() + 1_000_000, 1);
                deliveries.take(spools.take().orElseThrow());
            }
        }
        assertThat(deliveries.pending()).isEqualTo(parcels);
        deliveries.stop();
        deliveries.close();
    }

    private VerificationReport verify() {
        return Verification.run(data, List.of(new ParcelsCheck()));
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile).filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private void assertDamage(Path file) {
        VerificationReport report = verify();
        assertThat(report.exitCode()).as("%s: %s", file, report.findings()).isEqualTo(VerificationReport.DAMAGED);
        assertThat(report.findings()).filteredOn(finding -> finding.severity() == Severity.DAMAGE).first()
                .satisfies(finding -> assertThat(finding.place()).isEqualTo(data.relativize(file).toString()));
    }

    @Test
    void aSoundDirectoryIsCleanAndStaysAsItIs() throws IOException {
        parcels(3, Optional.of("aws-owned"));
        Map<Path, Integer> before = contents();
        VerificationReport report = verify();
        assertThat(report.findings()).isEmpty();
        assertThat(report.exitCode()).isEqualTo(VerificationReport.CLEAN);
        assertThat(report.tally().parcels()).isEqualTo(3);
        assertThat(report.tally().records()).as("of the record log").isEqualTo(20);
        assertThat(contents()).isEqualTo(before);
    }

    private Map<Path, Integer> contents() throws IOException {
        Map<Path, Integer> contents = new TreeMap<>();
        for (Path file : files("")) {
            contents.put(file, Arrays.hashCode(Files.readAllBytes(file)));
        }
        return contents;
    }

    @Test
    void anyBitFlippedInAFileThatWaitsIsDamage() throws IOException {
        parcels(2, Optional.empty());
        Path object = files(".object").getLast();
        byte[] sound = Files.readAllBytes(object);
        for (int bit = 0; bit < sound.length * 8; bit += 1_999) {
            flip(object, bit);
            assertDamage(object);
            Files.write(object, sound);
        }
        Files.write(object, Arrays.copyOf(sound, sound.length - 1));
        assertDamage(object);
        Files.write(object, Files.readAllBytes(files(".object").getFirst()));
        Files.delete(object);
        assertDamage(object);
    }

    @Test
    void aChangedByteOfASealedFileIsDamageAndAMissingKeyIsNotChecked() throws IOException {
        parcels(1, Optional.of("aws-owned"));
        Path object = files(".object").getFirst();
        flip(object, 8L * (Files.size(object) / 2));
        assertDamage(object);
        Path key = files(".key").getFirst();
        Files.delete(key);
        assertThat(verify().exitCode()).isEqualTo(VerificationReport.NOT_CHECKED);
        assertThat(key).as("verify makes no key").doesNotExist();
    }

    @Test
    void damageInTheManifestsIsFound() throws IOException {
        parcels(3, Optional.empty());
        Path journal = files(".journal").stream().filter(file -> file.toString().contains("manifests")).findFirst().orElseThrow();
        byte[] sound = Files.readAllBytes(journal);
        flip(journal, 3);
        assertDamage(journal);
        Files.write(journal, sound);
        flip(journal, 8L * 90);
        assertDamage(journal);
        Files.delete(journal);
        assertDamage(journal.getParent());
    }

    @Test
    void aFlippedBitInTheRecordLogIsDamage() throws IOException {
        Path segment = files(".log").getFirst();
        flip(segment, 8L * 6_000);
        assertDamage(segment);
    }

    @Test
    void filesOfNoManifestAreANote() throws IOException {
        parcels(1, Optional.empty());
        Files.write(data.resolve("firehose/pipelines/7/spool/99.spool"), new byte[3]);
        VerificationReport report = verify();
        assertThat(report.exitCode()).isEqualTo(VerificationReport.CLEAN);
        assertThat(report.findings()).singleElement().satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.NOTE));
    }

    private static void flip(Path file, long bit) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[Math.toIntExact(bit / 8)] ^= (byte) (1 << bit % 8);
        Files.write(file, bytes);
    }
}
