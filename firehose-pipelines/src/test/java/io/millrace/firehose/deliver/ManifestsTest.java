package io.millrace.firehose.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.disk.SimulatedDisk;
import io.millrace.firehose.buffer.Outcome;
import io.millrace.firehose.buffer.PositionSet;
import io.millrace.firehose.buffer.SpoolKey;
import io.millrace.journal.DiskReserve;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Manifests as bytes, and their journal. */
class ManifestsTest {

    private static final Path DIRECTORY = Path.of("/data/manifests");

    @Provide
    Arbitrary<Manifest> manifests() {
        Arbitrary<String> texts = Arbitraries.strings().ofMinLength(1).ofMaxLength(30).map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        Arbitrary<Map<String, String>> keys = Arbitraries.maps(texts, texts).ofMaxSize(3);
        Arbitrary<SpoolKey> spools = Combinators.combine(Arbitraries.of(Outcome.Way.values()), keys, keys).as(SpoolKey::new);
        Arbitrary<PositionSet> positions = Arbitraries.longs().between(0, 10_000).set().ofMinSize(1).ofMaxSize(30).map(ManifestsTest::positions);
        Arbitrary<Long> numbers = Arbitraries.longs();
        Arbitrary<List<Long>> seven = numbers.list().ofSize(7);
        return Combinators.combine(seven, Arbitraries.of(Channel.values()), texts, texts, texts.optional(), spools, positions).as((longs, channel, name, object, spool, key, set) ->
                new Manifest(longs.get(0), channel, name, longs.get(1), longs.get(2), longs.get(3), object, spool, longs.get(4), longs.get(5), longs.get(6), key, set));
    }

    private static PositionSet positions(Set<Long> positions) {
        PositionSet.Builder builder = new PositionSet.Builder();
        new TreeSet<>(positions).forEach(builder::add);
        return builder.build();
    }

    @Property(tries = 500)
    void manifestsComeBack(@ForAll("manifests") Manifest manifest) {
        assertThat(ManifestCodec.decode(ManifestCodec.encode(manifest))).isEqualTo(manifest);
    }

    @Property(tries = 500)
    void aCutOrMoreIsRefused(@ForAll("manifests") Manifest manifest, @ForAll @IntRange(min = 0, max = 10_000) int at) {
        byte[] bytes = ManifestCodec.encode(manifest);
        assertThatThrownBy(() -> ManifestCodec.decode(Arrays.copyOf(bytes, at % bytes.length))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ManifestCodec.decode(Arrays.copyOf(bytes, bytes.length + 1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 1_000)
    void noChangedByteIsAnythingButRefusedOrAManifest(@ForAll("manifests") Manifest manifest, @ForAll @IntRange(min = 0, max = 10_000) int at, @ForAll @IntRange(min = 1, max = 255) int change) {
        byte[] bytes = ManifestCodec.encode(manifest);
        bytes[at % bytes.length] ^= (byte) change;
        try {
            assertThat(ManifestCodec.decode(bytes)).isNotEqualTo(manifest);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    @Test
    void whatIsFinishedIsNotDeliveredAgainAndStaysUntilTheLogIsTrimmed() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (ManifestLog log = open(disk)) {
            log.commit(List.of(manifest(log.nextNumber(), 10L, 11L), manifest(log.nextNumber(), 12L)), List.of());
            log.commit(List.of(manifest(log.nextNumber(), 20L)), List.of(1L));
        }
        disk.crash(new Random(1));
        try (ManifestLog log = open(disk)) {
            assertThat(log.unfinished()).extracting(Manifest::number).containsExactly(2L, 3L);
            assertThat(log.covered()).hasSize(3);
            assertThat(log.nextNumber()).isEqualTo(4);
            log.forgetBefore(11);
            assertThat(log.covered()).as("its last position is 11").hasSize(3);
            log.forgetBefore(12);
            assertThat(log.covered()).hasSize(2);
            log.commit(List.of(), List.of(2L, 3L));
            log.forgetBefore(13);
            assertThat(log.covered()).hasSize(1);
        }
        try (ManifestLog log = open(disk)) {
            assertThat(log.unfinished()).isEmpty();
        }
    }

    /** A manifest that is read otherwise would deliver records twice or never: any flipped bit of the journal is told, or changed nothing. */
    @Property(tries = 300)
    void aFlippedBitIsTold(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        SimulatedDisk disk = new SimulatedDisk();
        List<Manifest> made = List.of(manifest(1, 10L, 11L), manifest(2, 12L), manifest(3, 20L));
        try (ManifestLog log = open(disk)) {
            log.commit(made, List.of());
        }
        Path file = disk.files().getLast();
        disk.flip(file, random.nextInt(8 * disk.bytes(file).length));
        try (ManifestLog log = open(disk)) {
            assertThat(made).as("what is read was written").containsAll(log.unfinished());
        } catch (IOException told) {
            assertThat(told.getMessage()).isNotBlank();
        }
    }

    private static ManifestLog open(SimulatedDisk disk) throws IOException {
        return ManifestLog.open(disk, DIRECTORY, DiskReserve.NONE);
    }

    private static Manifest manifest(long number, Long... positions) {
        return new Manifest(number, Channel.OBJECT, "name-" + number, positions.length, 100, 90, number + ".object", Optional.empty(), 1, 2, positions[0],
                SpoolKey.unpartitioned(Outcome.Way.DATA), positions(Set.of(positions)));
    }
}
