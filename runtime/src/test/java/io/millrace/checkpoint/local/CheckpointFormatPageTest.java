package io.millrace.checkpoint.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.format.FormatPage;
import io.millrace.journal.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The format page draws the checkpoints' frames as the code writes them. */
class CheckpointFormatPageTest {

    @Test
    void put() {
        assertThat(FormatPage.table("### Checkpoint frames")).extracting(field -> field.offset() + " " + field.name()).containsExactly(
                "0 owner length", "2 owner", "2+k place length", "4+k place", "4+k+n position", "12+k+n attributes");
        Frame frame = CheckpointFrames.put(new CheckpointKey("mapping/a", "7/0"), new Checkpoint(0x11, new byte[] {5, 6}));
        ByteBuffer bytes = ByteBuffer.wrap(frame.payload());
        int k = 9;
        int n = 3;
        assertThat(frame.type()).isEqualTo(1);
        assertThat(bytes.getShort(0)).isEqualTo((short) k);
        assertThat(text(bytes, 2, k)).isEqualTo("mapping/a");
        assertThat(bytes.getShort(2 + k)).isEqualTo((short) n);
        assertThat(text(bytes, 4 + k, n)).isEqualTo("7/0");
        assertThat(bytes.getLong(4 + k + n)).isEqualTo(0x11);
        assertThat(bytes.slice(12 + k + n, 2)).isEqualTo(ByteBuffer.wrap(new byte[] {5, 6}));
        assertThat(bytes.capacity()).isEqualTo(12 + k + n + 2);
    }

    @Test
    void removal() {
        Frame frame = CheckpointFrames.removeOwner("log/7");
        assertThat(frame.type()).isEqualTo(2);
        assertThat(ByteBuffer.wrap(frame.payload()).getShort(0)).isEqualTo((short) 5);
        assertThat(text(ByteBuffer.wrap(frame.payload()), 2, 5)).isEqualTo("log/7");
    }

    private static String text(ByteBuffer bytes, int offset, int length) {
        return StandardCharsets.UTF_8.decode(bytes.slice(offset, length)).toString();
    }
}
