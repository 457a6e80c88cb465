package io.millrace.firehose.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.disk.DiskFile;
import io.millrace.disk.SimulatedDisk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What is sealed comes back whole with its key, and not at all with a change, a cut or another key. */
class SealTest {

    private static final Path KEYS = Path.of("/keys"), FILE = Path.of("/data/file");
    private static final String ONE = "one", OTHER = "other";

    private final SimulatedDisk disk = new SimulatedDisk();
    private final KeyRing keys = new KeyRing(disk, KEYS);
    private final RecordSeal seal = new RecordSeal(keys);

    SealTest() throws IOException {
        disk.createDirectories(KEYS);
        disk.createDirectories(FILE.getParent());
        put(ONE, 1);
        put(OTHER, 2);
    }

    private void put(String name, int fill) throws IOException {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        try (DiskFile file = disk.create(KEYS.resolve(name + ".key"))) {
            file.write(ByteBuffer.wrap(key), 0);
        }
    }

    @Property
    void recordsComeBackWithTheirKeyOnly(@ForAll byte[] plain) {
        byte[] sealed = seal.seal(ONE, plain);
        assertThat(seal.unseal(ONE, sealed)).isEqualTo(plain);
        assertThat(seal.seal(ONE, plain)).as("no two are alike").isNotEqualTo(sealed);
        assertThatThrownBy(() -> seal.unseal(OTHER, sealed)).isInstanceOf(RecordSeal.Broken.class);
        assertThatThrownBy(() -> seal.unseal("missing", sealed)).isInstanceOf(KeyRing.Unusable.class);
    }

    @Property
    void aRecordThatIsCutOrChangedDoesNotOpen(@ForAll byte[] plain, @ForAll @IntRange(min = 0, max = 10_000) int at, @ForAll @IntRange(min = 1, max = 255) int change) {
        byte[] sealed = seal.seal(ONE, plain), changed = sealed.clone();
        changed[at % changed.length] ^= (byte) change;
        assertThatThrownBy(() -> seal.unseal(ONE, changed)).isInstanceOf(RecordSeal.Broken.class);
        assertThatThrownBy(() -> seal.unseal(ONE, Arrays.copyOf(sealed, at % sealed.length))).isInstanceOf(RecordSeal.Broken.class);
    }

    @Property(tries = 200)
    void filesComeBackHoweverTheyAreWrittenAndRead(@ForAll @IntRange(min = 0, max = 200_000) int length, @ForAll @IntRange(min = 1, max = 65_536) int chunk,
            @ForAll @IntRange(min = 1, max = 70_000) int piece, @ForAll boolean sealed, @ForAll long seed) throws IOException {
        byte[] plain = new byte[length];
        new Random(seed).nextBytes(plain);
        write(plain, Math.max(chunk, 64), piece, sealed ? Optional.of(ONE) : Optional.empty());
        assertThat(read(piece)).isEqualTo(plain);
    }

    @Property(tries = 500)
    void aFileThatIsChangedAnywhereIsNotRead(@ForAll @IntRange(min = 0, max = 3_000) int length, @ForAll boolean sealed, @ForAll @IntRange(min = 0, max = 1_000_000) int bit)
            throws IOException {
        byte[] plain = new byte[length];
        write(plain, 512, 1_000, sealed ? Optional.of(ONE) : Optional.empty());
        disk.flip(FILE, bit % (8L * disk.bytes(FILE).length));
        assertThatThrownBy(() -> read(100)).isInstanceOfAny(IOException.class, UncheckedIOException.class);
    }

    @Property(tries = 200)
    void aFileThatIsCutAnywhereIsNotRead(@ForAll @IntRange(min = 0, max = 3_000) int length, @ForAll boolean sealed, @ForAll @IntRange(min = 0, max = 1_000_000) int at)
            throws IOException {
        byte[] plain = new byte[length];
        write(plain, 512, 1_000, sealed ? Optional.of(ONE) : Optional.empty());
        byte[] whole = disk.bytes(FILE);
        replace(Arrays.copyOf(whole, at % whole.length));
        assertThatThrownBy(() -> read(100)).isInstanceOf(IOException.class);
    }

    @Test
    void chunksHaveTheirPlaces() throws IOException {
        for (boolean sealed : new boolean[] {true, false}) {
            byte[] plain = new byte[192];
            Arrays.fill(plain, 64, 128, (byte) 1);
            write(plain, 64, 192, sealed ? Optional.of(ONE) : Optional.empty());
            byte[] file = disk.bytes(FILE);
            int head = 2 + (sealed ? ONE.length() : 0) + 8, framed = 4 + 64 + (sealed ? 16 : 4);
            byte[] swapped = file.clone();
            System.arraycopy(file, head, swapped, head + framed, framed);
            System.arraycopy(file, head + framed, swapped, head, framed);
            replace(swapped);
            assertThatThrownBy(() -> read(100)).isInstanceOf(IOException.class).hasMessageContaining("damaged file of chunks");
            byte[] ended = file.clone();
            ended[head] |= (byte) 0x80;
            replace(ended);
            assertThatThrownBy(() -> read(100)).as("the first made the last").isInstanceOf(IOException.class).hasMessageContaining("damaged file of chunks");
        }
    }

    @Test
    void aFileOfAnotherKeyIsNotRead() throws IOException {
        write(new byte[100], 64, 100, Optional.of(ONE));
        byte[] file = disk.bytes(FILE);
        KeyRing fresh = new KeyRing(disk, Path.of("/elsewhere"));
        disk.createDirectories(Path.of("/elsewhere"));
        try (DiskFile other = disk.create(Path.of("/elsewhere/one.key"))) {
            other.write(ByteBuffer.allocate(32), 0);
        }
        assertThatThrownBy(() -> new ChunkedInput(disk.open(FILE), fresh).readAllBytes()).isInstanceOf(IOException.class).hasMessageContaining("or another key");
        assertThat(disk.bytes(FILE)).isEqualTo(file);
    }

    @Test
    void afterDamageThereIsNoEnd() throws IOException {
        write(new byte[10], 64, 10, Optional.empty());
        disk.flip(FILE, 8L * (disk.bytes(FILE).length - 1));
        try (InputStream in = new ChunkedInput(disk.open(FILE), keys)) {
            assertThatThrownBy(in::read).isInstanceOf(IOException.class);
            assertThatThrownBy(in::read).as("asked again").isInstanceOf(IOException.class);
        }
    }

    @Test
    void keysAreFilesOf32Bytes() throws IOException {
        assertThat(KeyRing.name(Optional.of("arn:aws:kms:us-east-1:000000000000:key/abc-1"))).isEqualTo("abc-1");
        assertThat(KeyRing.name(Optional.of("arn:aws:kms:us-east-1:000000000000:alias/team/../x"))).isEqualTo("team_.._x");
        assertThat(KeyRing.name(Optional.empty())).isEqualTo("aws-owned");
        try (DiskFile file = disk.create(KEYS.resolve("short.key"))) {
            file.write(ByteBuffer.allocate(31), 0);
        }
        try (DiskFile file = disk.create(KEYS.resolve("long.key"))) {
            file.write(ByteBuffer.allocate(33), 0);
        }
        for (String name : new String[] {"short", "long", "missing"}) {
            assertThatThrownBy(() -> keys.key(name)).as(name).isInstanceOf(KeyRing.Unusable.class);
        }
    }

    @Test
    void theOwnKeyIsMadeOnceAndStays() throws IOException {
        byte[] sealed = seal.seal(KeyRing.name(Optional.empty()), new byte[] {1});
        disk.crash(new Random(1));
        RecordSeal later = new RecordSeal(new KeyRing(disk, KEYS));
        assertThat(later.unseal(KeyRing.name(Optional.empty()), sealed)).containsExactly(1);
        assertThat(disk.bytes(KEYS.resolve("aws-owned.key"))).hasSize(32).isNotEqualTo(new byte[32]);
    }

    private void write(byte[] plain, int chunk, int piece, Optional<String> keyName) throws IOException {
        disk.delete(FILE);
        try (DiskFile file = disk.create(FILE)) {
            ChunkedOutput out = new ChunkedOutput(file, keys, keyName, chunk);
            for (int from = 0; from < plain.length; from += piece) {
                out.write(plain, from, Math.min(piece, plain.length - from));
            }
            out.finish();
            assertThat(out.plainBytes()).isEqualTo(plain.length);
        }
    }

    private void replace(byte[] bytes) throws IOException {
        disk.delete(FILE);
        try (DiskFile file = disk.create(FILE)) {
            file.write(ByteBuffer.wrap(bytes), 0);
        }
    }

    private byte[] read(int piece) throws IOException {
        try (InputStream in = new ChunkedInput(disk.open(FILE), keys)) {
            java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
            byte[] bytes = new byte[piece];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                all.write(bytes, 0, count);
            }
            return all.toByteArray();
        }
    }
}
