package io.millrace.stream.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.format.FormatPage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.mapdb.DataOutput2;

/** The format page draws the index's bytes as the code writes them. */
class IndexFormatPageTest {

    @Test
    void trailer() {
        assertThat(FormatPage.offsets("### Index trailer", IndexTrailer.BYTES)).containsExactly(
                IndexTrailer.MAGIC_OFFSET + " magic", IndexTrailer.VERSION_OFFSET + " version",
                IndexTrailer.STRIPE_OFFSET + " stripe", IndexTrailer.STREAM_OFFSET + " stream",
                IndexTrailer.SEGMENT_OFFSET + " segment", IndexTrailer.NONCE_OFFSET + " nonce",
                IndexTrailer.SEGMENT_END_OFFSET + " segment end", IndexTrailer.TABLE_LENGTH_OFFSET + " table length",
                IndexTrailer.BLOCKS_OFFSET + " blocks", IndexTrailer.CRC_OFFSET - 4 + " reserved", IndexTrailer.CRC_OFFSET + " crc");
        ByteBuffer bytes = new IndexTrailer(new IndexedSegment(Path.of("i"), 0x11, 0x22, 0x33, 0x44, 0x55), 0x66, 0x77).encode();
        assertThat(StandardCharsets.US_ASCII.decode(bytes.slice(0, 8)).toString()).isEqualTo("MILLIDX\n");
        assertThat(bytes.getInt(8)).isEqualTo(1);
        assertThat(bytes.getInt(12)).isEqualTo(0x22);
        assertThat(bytes.getLong(16)).isEqualTo(0x11);
        assertThat(bytes.getLong(24)).isEqualTo(0x33);
        assertThat(bytes.getLong(32)).isEqualTo(0x44);
        assertThat(bytes.getLong(40)).isEqualTo(0x55);
        assertThat(bytes.getLong(48)).isEqualTo(0x66);
        assertThat(bytes.getLong(56)).isEqualTo(0x77);
        assertThat(TableVolume.PAGE_BYTES).isEqualTo(8 << 10);
        assertThat(TableKey.BLOCKS_PER_TIME).isEqualTo(64);
    }

    @Test
    void keysAndValues() throws IOException {
        assertThat(FormatPage.offsets("Block key:", 13)).containsExactly("0 kind", "1 shard", "5 position");
        ByteBuffer block = key(TableKey.ofBlock(0x11, 0x22));
        assertThat(block.remaining()).isEqualTo(13);
        assertThat(block.get(0)).isZero();
        assertThat(block.getInt(1)).isEqualTo(0x11);
        assertThat(block.getLong(5)).isEqualTo(0x22);
        assertThat(FormatPage.offsets("Time key:", 21)).containsExactly("0 kind", "1 shard", "5 arrival", "13 position");
        ByteBuffer time = key(TableKey.ofTime(0x11, 0x33, 0x22));
        assertThat(time.remaining()).isEqualTo(21);
        assertThat(time.get(0)).isEqualTo((byte) 1);
        assertThat(time.getInt(1)).isEqualTo(0x11);
        assertThat(time.getLong(5)).isEqualTo(0x33);
        assertThat(time.getLong(13)).isEqualTo(0x22);
        assertThat(FormatPage.offsets("Value:", 24)).containsExactly("0 count", "4 arrival", "12 block offset", "20 length");
        DataOutput2 out = new DataOutput2();
        TableValue.SERIALIZER.serialize(out, new TableValue(0x11, 0x22, 0x33, 0x44));
        ByteBuffer value = ByteBuffer.wrap(out.copyBytes());
        assertThat(value.remaining()).isEqualTo(24);
        assertThat(value.getInt(0)).isEqualTo(0x11);
        assertThat(value.getLong(4)).isEqualTo(0x22);
        assertThat(value.getLong(12)).isEqualTo(0x33);
        assertThat(value.getInt(20)).isEqualTo(0x44);
    }

    private static ByteBuffer key(TableKey key) throws IOException {
        DataOutput2 out = new DataOutput2();
        TableKey.SERIALIZER.serialize(out, key);
        return ByteBuffer.wrap(out.copyBytes());
    }
}
