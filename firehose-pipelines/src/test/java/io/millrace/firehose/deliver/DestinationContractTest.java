package io.millrace.firehose.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every destination owes the pipeline; one heir per implementation. */
public abstract class DestinationContractTest {

    private static final int SMALL_BYTES = 100, LARGE_BYTES = 12 * 1024 * 1024;

    /** The destination under test, empty. */
    protected abstract Destination destination();

    /** What the other side has under the name. */
    protected abstract Optional<byte[]> stored(String name) throws Exception;

    @Test
    void whatIsDeliveredIsThere() throws Exception {
        byte[] bytes = bytes(SMALL_BYTES);
        assertThat(deliver("2026/11/25/one", bytes)).isInstanceOf(Receipt.Delivered.class);
        assertThat(stored("2026/11/25/one")).hasValueSatisfying(found -> assertThat(found).isEqualTo(bytes));
    }

    @Test
    void largeParcelsArriveWhole() throws Exception {
        byte[] bytes = bytes(LARGE_BYTES);
        assertThat(deliver("large", bytes)).isInstanceOf(Receipt.Delivered.class);
        assertThat(stored("large")).hasValueSatisfying(found -> assertThat(found).isEqualTo(bytes));
    }

    @Test
    void theSameParcelAgainChangesNothing() throws Exception {
        byte[] bytes = bytes(SMALL_BYTES);
        assertThat(deliver("again", bytes)).isInstanceOf(Receipt.Delivered.class);
        assertThat(deliver("again", bytes)).isInstanceOf(Receipt.Delivered.class);
        assertThat(stored("again")).hasValueSatisfying(found -> assertThat(found).isEqualTo(bytes));
    }

    private Receipt deliver(String name, byte[] bytes) {
        return destination().deliver(new Parcel(name, new InMemory(bytes), 1));
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** Content that is no file. */
    private record InMemory(byte[] bytes) implements Content {

        @Override
        public long lengthBytes() {
            return bytes.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }
}
