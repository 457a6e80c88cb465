package io.millrace.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.format.FormatPage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** The format page draws a journal's bytes as the code writes them. */
class JournalFormatPageTest {

    @Test
    void header() {
        assertThat(FormatPage.offsets("### Journal header", JournalFormat.FILE_HEADER_BYTES)).containsExactly("0 magic", "8 version",
                "12 kind", "16 nonce", "24 generation", "32 reserved", "36 crc");
        ByteBuffer bytes = JournalFormat.fileHeader(JournalKind.CHECKPOINTS.number(), 0x11, 0x22);
        assertThat(StandardCharsets.US_ASCII.decode(bytes.slice(0, 8)).toString()).isEqualTo("MILLJRNL");
        assertThat(bytes.getInt(8)).isEqualTo(1);
        assertThat(bytes.getInt(12)).isEqualTo(2);
        assertThat(bytes.getLong(16)).isEqualTo(0x11);
        assertThat(bytes.getLong(24)).isEqualTo(0x22);
        assertThat(bytes.getInt(32)).isZero();
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, 36));
        assertThat(bytes.getInt(36)).isEqualTo((int) crc.getValue());
        assertThat(JournalKind.CATALOG.number()).isEqualTo(1);
    }

    @Test
    void frame() {
        assertThat(FormatPage.offsets("### Frame header", JournalFormat.FRAME_HEADER_BYTES)).containsExactly("0 length", "4 type",
                "8 own offset", "16 durable before", "24 reserved", "28 crc");
        ByteBuffer bytes = JournalFormat.allocate(JournalFormat.FRAME_HEADER_BYTES + 3);
        JournalFormat.putFrame(bytes, 0x77, 0x11, new byte[] {1, 2, 3}, 0x22, 0x33);
        assertThat(bytes.getInt(0)).isEqualTo(3);
        assertThat(bytes.getInt(4)).isEqualTo(0x11);
        assertThat(bytes.getLong(8)).isEqualTo(0x22);
        assertThat(bytes.getLong(16)).isEqualTo(0x33);
        assertThat(bytes.getInt(24)).isZero();
        CRC32C crc = new CRC32C();
        crc.update(JournalFormat.allocate(8).putLong(0x77).flip());
        crc.update(bytes.slice(0, 28));
        crc.update(new byte[] {1, 2, 3});
        assertThat(bytes.getInt(28)).isEqualTo((int) crc.getValue());
        assertThat(bytes.slice(32, 3)).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(JournalFormat.FRAME_BYTES_MAX).isEqualTo(8 << 20);
        assertThat(Journal.CLEAN_STOP).isZero();
    }
}
