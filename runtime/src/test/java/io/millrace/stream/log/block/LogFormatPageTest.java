package io.millrace.stream.log.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.format.FormatPage;
import io.millrace.stream.RecordBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The format page draws the log's bytes as the code writes them. */
class LogFormatPageTest {

    private static final SegmentId ID = new SegmentId(0x1111_2222_3333L, 0x44, 0x55);

    @Test
    void segmentHeader() {
        assertThat(FormatPage.offsets("### Segment header", SegmentHeader.CONTENT_BYTES)).containsExactly(
                SegmentHeader.MAGIC_OFFSET + " magic", SegmentHeader.VERSION_OFFSET + " version",
                SegmentHeader.STRIPE_OFFSET + " stripe", SegmentHeader.STREAM_OFFSET + " stream",
                SegmentHeader.SEGMENT_OFFSET + " segment", SegmentHeader.NONCE_OFFSET + " nonce",
                SegmentHeader.CREATED_OFFSET + " created", SegmentHeader.PREDECESSOR_OFFSET + " predecessor",
                SegmentHeader.PREDECESSOR_END_OFFSET + " predecessor end", SegmentHeader.FLAGS_OFFSET + " flags",
                SegmentHeader.CRC_OFFSET + " crc");
        ByteBuffer bytes = new SegmentHeader(ID, 0x66, 0x77, Optional.of(new Predecessor(0x54, 0x8888, true))).encode();
        assertThat(bytes.capacity()).isEqualTo(4096).isEqualTo(SegmentHeader.BYTES);
        assertThat(bytes.slice(2048, 72)).isEqualTo(bytes.slice(0, 72));
        assertThat(ascii(bytes, 0, 8)).isEqualTo("MILLSEG\n");
        assertThat(bytes.getInt(8)).isEqualTo(1);
        assertThat(bytes.getInt(12)).isEqualTo(0x44);
        assertThat(bytes.getLong(16)).isEqualTo(0x1111_2222_3333L);
        assertThat(bytes.getLong(24)).isEqualTo(0x55);
        assertThat(bytes.getLong(32)).isEqualTo(0x66);
        assertThat(bytes.getLong(40)).isEqualTo(0x77);
        assertThat(bytes.getLong(48)).isEqualTo(0x54);
        assertThat(bytes.getLong(56)).isEqualTo(0x8888);
        assertThat(bytes.getInt(64)).isEqualTo(1);
    }

    @Test
    void blockHeader() {
        assertThat(FormatPage.offsets("### Block header", BlockHeader.BYTES)).containsExactly(
                BlockHeader.MAGIC_OFFSET + " magic", BlockHeader.VERSION_OFFSET + " version", BlockHeader.TYPE_OFFSET + " type",
                BlockHeader.STREAM_OFFSET + " stream", BlockHeader.STRIPE_OFFSET + " stripe", BlockHeader.SHARD_OFFSET + " shard",
                BlockHeader.SEGMENT_OFFSET + " segment", BlockHeader.OWN_OFFSET_OFFSET + " own offset",
                BlockHeader.DURABLE_BEFORE_OFFSET + " durable before", BlockHeader.FIRST_POSITION_OFFSET + " first position",
                BlockHeader.ARRIVAL_OFFSET + " arrival", BlockHeader.EPOCH_OFFSET + " epoch",
                BlockHeader.COUNT_OFFSET + " count", BlockHeader.LENGTH_OFFSET + " length", BlockHeader.CODEC_OFFSET + " codec",
                BlockHeader.CODEC_OFFSET + 1 + " reserved", BlockHeader.KEY_ID_OFFSET + " key id",
                BlockHeader.ENCRYPTION_NONCE_OFFSET + " encryption nonce", BlockHeader.CRC_OFFSET + " crc");
        ByteBuffer bytes = BlockHeader.scratch();
        long position = 3L << 40 | 9;
        new BlockHeader(1, ID, 0x22, 0x3333, 0x1000, position, 0x44, 0x5555, 0x66).encode(bytes);
        assertThat(ascii(bytes, 0, 4)).isEqualTo("MBLK");
        assertThat(bytes.getShort(4)).isEqualTo((short) 1);
        assertThat(bytes.getShort(6)).isEqualTo((short) BlockTypes.RECORDS).isEqualTo((short) 1);
        assertThat(bytes.getLong(8)).isEqualTo(ID.stream());
        assertThat(bytes.getInt(16)).isEqualTo(ID.stripe());
        assertThat(bytes.getInt(20)).isEqualTo(0x22);
        assertThat(bytes.getLong(24)).isEqualTo(ID.segment());
        assertThat(bytes.getLong(32)).isEqualTo(0x3333);
        assertThat(bytes.getLong(40)).isEqualTo(0x1000);
        assertThat(bytes.getLong(48)).isEqualTo(position);
        assertThat(bytes.getLong(56)).isEqualTo(0x5555);
        assertThat(bytes.getInt(64)).isEqualTo(3);
        assertThat(bytes.getInt(68)).isEqualTo(0x44);
        assertThat(bytes.getInt(72)).isEqualTo(0x66);
        assertThat(BlockHeader.LENGTH_MAX).isEqualTo(16 << 20);
    }

    @Test
    void record() {
        assertThat(FormatPage.table("### Record")).extracting(field -> field.offset() + " " + field.name())
                .containsExactly("0 key length", "2 flags", "3 data length", "7 key", "7+n data");
        RecordBatch batch = new RecordBatch(64).add("key".getBytes(StandardCharsets.UTF_8), ByteBuffer.wrap(new byte[] {5, 6}));
        ByteBuffer bytes = ByteBuffer.wrap(batch.array(), 0, batch.lengthBytes()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.getShort(0)).isEqualTo((short) 3);
        assertThat(bytes.get(2)).isZero();
        assertThat(bytes.getInt(3)).isEqualTo(2);
        assertThat(ascii(bytes, 7, 3)).isEqualTo("key");
        assertThat(bytes.slice(7 + 3, 2)).isEqualTo(ByteBuffer.wrap(new byte[] {5, 6}));
        assertThat(RecordBatch.RECORD_OVERHEAD_BYTES).isEqualTo(7);
        assertThat(batch.lengthBytes()).isEqualTo(12);
    }

    @Test
    void fileNames() {
        assertThat(new SegmentId(1, 0, 0).logName()).isEqualTo("0000000000.log");
        assertThat(new SegmentId(1, 0, 0).indexName()).isEqualTo("0000000000.index");
    }

    private static String ascii(ByteBuffer bytes, int offset, int length) {
        return StandardCharsets.US_ASCII.decode(bytes.slice(offset, length)).toString();
    }
}
