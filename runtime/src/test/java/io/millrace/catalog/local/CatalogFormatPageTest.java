package io.millrace.catalog.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.format.FormatPage;
import io.millrace.journal.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The format page draws the catalog's frames as the code writes them. */
class CatalogFormatPageTest {

    @Test
    void change() {
        assertThat(FormatPage.offsets("### Catalog frames", 12)).containsExactly("0 number", "8 writes");
        assertThat(FormatPage.table("Each write:")).extracting(field -> field.offset() + " " + field.name()).containsExactly(
                "0 kind length", "1 kind", "1+k key length", "3+k key", "3+k+n present", "4+k+n value length", "8+k+n value");
        ByteBuffer bytes = ByteBuffer.wrap(new StoredChange(0x11, List.of(
                new StoredChange.StoredWrite("streams", "one", Optional.of(new byte[] {5, 6})))).encode());
        assertThat(CatalogFrames.CHANGE).isEqualTo(1);
        assertThat(bytes.getLong(0)).isEqualTo(0x11);
        assertThat(bytes.getInt(8)).isEqualTo(1);
        ByteBuffer write = bytes.slice(12, bytes.capacity() - 12);
        int k = 7;
        int n = 3;
        assertThat(write.get(0)).isEqualTo((byte) k);
        assertThat(text(write, 1, k)).isEqualTo("streams");
        assertThat(write.getShort(1 + k)).isEqualTo((short) n);
        assertThat(text(write, 3 + k, n)).isEqualTo("one");
        assertThat(write.get(3 + k + n)).isEqualTo((byte) 1);
        assertThat(write.getInt(4 + k + n)).isEqualTo(2);
        assertThat(write.slice(8 + k + n, 2)).isEqualTo(ByteBuffer.wrap(new byte[] {5, 6}));
        assertThat(write.capacity()).isEqualTo(8 + k + n + 2);
    }

    @Test
    void counters() {
        assertThat(FormatPage.offsets("Type 2 counts:", 12)).containsExactly("0 last number", "8 epoch");
        Frame frame = CatalogFrames.counters(0x11, 0x22);
        assertThat(frame.type()).isEqualTo(2);
        assertThat(ByteBuffer.wrap(frame.payload()).getLong(0)).isEqualTo(0x11);
        assertThat(ByteBuffer.wrap(frame.payload()).getInt(8)).isEqualTo(0x22);
        assertThat(frame.payload()).hasSize(12);
    }

    private static String text(ByteBuffer bytes, int offset, int length) {
        return StandardCharsets.UTF_8.decode(bytes.slice(offset, length)).toString();
    }
}
