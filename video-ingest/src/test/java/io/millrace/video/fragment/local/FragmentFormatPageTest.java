package io.millrace.video.fragment.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.format.FormatPage;
import io.millrace.stream.log.block.BlockTypes;
import io.millrace.video.ebml.MediaHead;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentTag;
import io.millrace.video.fragment.Heads;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The format page draws the entries of video logs as the code writes them. */
class FragmentFormatPageTest {

    private static final MediaHead HEAD = Heads.video(2);

    private static List<String> offsets(String title) {
        return FormatPage.table(title).stream().map(field -> field.offset() + " " + field.name()).toList();
    }

    private static ByteBuffer bytes(SingleEntry entry) {
        return ByteBuffer.wrap(entry.array(), 0, entry.lengthBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer behindLength(SingleEntry entry) {
        return bytes(entry).slice(4, entry.lengthBytes() - 4).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void types() {
        assertThat(List.of(BlockTypes.VIDEO_PARTS, BlockTypes.VIDEO_COMMITS, BlockTypes.VIDEO_GROUPS)).containsExactly(16, 17, 18);
        assertThat(FormatPage.table("### Block header").get(2).content()).contains("16, 17, 18: video parts, commits, groups");
        assertThat(List.of(Lanes.PARTS, Lanes.COMMITS, Lanes.GROUPS)).containsExactly(0, 1, 2);
    }

    @Test
    void part() {
        assertThat(offsets("### Video part")).containsExactly(PartEntry.LENGTH_OFFSET + " length", PartEntry.PART_OFFSET + " part",
                PartEntry.FRAGMENT_OFFSET + " fragment", PartEntry.BYTES_OFFSET + " bytes");
        byte[] array = new byte[PartEntry.BYTES_OFFSET + 9];
        array[PartEntry.BYTES_OFFSET + 2] = 7;
        SingleEntry entry = PartEntry.seal(array, 3, 0x22, new FragmentNumber(0x33));
        ByteBuffer bytes = bytes(entry);
        assertThat(bytes.limit()).isEqualTo(19);
        assertThat(bytes.getInt(0)).isEqualTo(15);
        assertThat(bytes.getInt(4)).isEqualTo(0x22);
        assertThat(bytes.getLong(8)).isEqualTo(0x33);
        assertThat(PartEntry.content(behindLength(entry), 0x22, new FragmentNumber(0x33))).isEqualTo(ByteBuffer.wrap(new byte[] {0, 0, 7}));
        assertThat(PartEntry.content(behindLength(entry), 0x23, new FragmentNumber(0x33))).isNull();
        assertThat(PartEntry.content(behindLength(entry), 0x22, new FragmentNumber(0x34))).isNull();
    }

    @Test
    void commit() {
        assertThat(offsets("### Video commit")).containsExactly(CommitEntry.LENGTH_OFFSET + " length", CommitEntry.VERSION_OFFSET + " version",
                CommitEntry.TAGS_OFFSET + " tags", CommitEntry.FRAGMENT_OFFSET + " fragment",
                CommitEntry.PRODUCER_TIME_OFFSET + " producer time", CommitEntry.SERVER_TIME_OFFSET + " server time",
                CommitEntry.TIMECODE_OFFSET + " timecode", CommitEntry.DURATION_OFFSET + " duration", CommitEntry.BYTES_OFFSET + " bytes",
                CommitEntry.FIRST_PART_OFFSET + " first part", CommitEntry.PARTS_OFFSET + " parts",
                CommitEntry.PART_BYTES_OFFSET + " part bytes", CommitEntry.EBML_BYTES_OFFSET + " EBML bytes",
                CommitEntry.INFO_BYTES_OFFSET + " info bytes", CommitEntry.TRACKS_BYTES_OFFSET + " tracks bytes",
                CommitEntry.ELEMENTS_OFFSET + " elements", "84+a+b+c tag texts");
        Fragment fragment = new Fragment(new FragmentNumber(0x11), 0x22, 0x33, 0x44, 0x55, 0x66, HEAD,
                List.of(new FragmentTag("né", "v"), new FragmentTag("w", "")));
        SingleEntry entry = CommitEntry.encode(fragment, 0x77, 0x88, 0x99);
        ByteBuffer bytes = bytes(entry);
        assertThat(bytes.getInt(0)).isEqualTo(bytes.limit() - 4);
        assertThat(bytes.getShort(4)).isEqualTo((short) 1);
        assertThat(bytes.getShort(6)).isEqualTo((short) 2);
        assertThat(List.of(bytes.getLong(8), bytes.getLong(16), bytes.getLong(24), bytes.getLong(32), bytes.getLong(40), bytes.getLong(48),
                bytes.getLong(56))).containsExactly(0x11L, 0x22L, 0x33L, 0x44L, 0x55L, 0x66L, 0x77L);
        assertThat(List.of(bytes.getInt(64), bytes.getInt(68), bytes.getInt(72), bytes.getInt(76), bytes.getInt(80)))
                .containsExactly(0x88, 0x99, HEAD.ebml().length, HEAD.info().length, HEAD.tracksElement().length);
        StoredFragment decoded = CommitEntry.decode(5, behindLength(entry), null);
        assertThat(decoded).isEqualTo(new StoredFragment(fragment, 5, 0x77, 0x88, 0x99));
        assertThat(CommitEntry.decode(5, behindLength(entry), HEAD).fragment().head()).isSameAs(HEAD);
    }

    @Test
    void group() {
        assertThat(FormatPage.offsets("### Video group", GroupEntry.BYTES)).containsExactly(GroupEntry.LENGTH_OFFSET + " length",
                GroupEntry.VERSION_OFFSET + " version", "6 reserved", GroupEntry.FIRST_COMMIT_OFFSET + " first commit",
                GroupEntry.LAST_COMMIT_OFFSET + " last commit", GroupEntry.FIRST_NUMBER_OFFSET + " first number",
                GroupEntry.LAST_NUMBER_OFFSET + " last number", GroupEntry.FIRST_SERVER_OFFSET + " first server time",
                GroupEntry.LAST_SERVER_OFFSET + " last server time", GroupEntry.LEAST_PRODUCER_OFFSET + " least producer time",
                GroupEntry.GREATEST_PRODUCER_OFFSET + " greatest producer time");
        GroupEntry group = new GroupEntry(1, 2, 3, 4, 5, 6, 7, 8);
        ByteBuffer bytes = bytes(group.encode());
        assertThat(bytes.getInt(0)).isEqualTo(68);
        for (int field = 0; field < 8; field++) {
            assertThat(bytes.getLong(8 + 8 * field)).isEqualTo(1 + field);
        }
        assertThat(GroupEntry.decode(behindLength(group.encode()))).isEqualTo(group);
    }
}
