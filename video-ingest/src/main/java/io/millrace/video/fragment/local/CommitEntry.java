package io.millrace.video.fragment.local;

import io.millrace.video.ebml.EbmlException;
import io.millrace.video.ebml.MediaHead;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentTag;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A commit as an entry of a {@link io.millrace.stream.log.block.BlockTypes#VIDEO_COMMITS} block, little endian.
 * <pre>
 * offset size
 *      0    4  length           of what follows
 *      4    2  version          1
 *      6    2  tags             how many
 *      8    8  fragment         its number
 *     16    8  producer time    milliseconds since the epoch
 *     24    8  server time      milliseconds since the epoch
 *     32    8  timecode         of the cluster, milliseconds
 *     40    8  duration         milliseconds
 *     48    8  bytes            of the cluster's content
 *     56    8  first part       position in the parts' lane
 *     64    4  parts            how many
 *     68    4  part bytes       of all parts but the last
 *     72    4  EBML bytes       length of the EBML header element
 *     76    4  info bytes       length of the Info element
 *     80    4  tracks bytes     length of the Tracks element
 *     84    *  elements         the three elements
 *           *  tags             each: length of the name (2), length of the value (2), name and value in UTF-8
 * </pre>
 */
final class CommitEntry {

    static final int VERSION = 1;
    static final int LENGTH_OFFSET = 0;
    static final int VERSION_OFFSET = 4;
    static final int TAGS_OFFSET = 6;
    static final int FRAGMENT_OFFSET = 8;
    static final int PRODUCER_TIME_OFFSET = 16;
    static final int SERVER_TIME_OFFSET = 24;
    static final int TIMECODE_OFFSET = 32;
    static final int DURATION_OFFSET = 40;
    static final int BYTES_OFFSET = 48;
    static final int FIRST_PART_OFFSET = 56;
    static final int PARTS_OFFSET = 64;
    static final int PART_BYTES_OFFSET = 68;
    static final int EBML_BYTES_OFFSET = 72;
    static final int INFO_BYTES_OFFSET = 76;
    static final int TRACKS_BYTES_OFFSET = 80;
    static final int ELEMENTS_OFFSET = 84;

    private CommitEntry() {
    }

    static SingleEntry encode(Fragment fragment, long firstPart, int parts, int partBytes) {
        MediaHead head = fragment.head();
        List<byte[]> texts = new ArrayList<>();
        int textBytes = 0;
        for (FragmentTag tag : fragment.tags()) {
            for (String text : List.of(tag.name(), tag.value())) {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                texts.add(utf8);
                textBytes += Short.BYTES + utf8.length;
            }
        }
        ByteBuffer entry = ByteBuffer.allocate(ELEMENTS_OFFSET + head.lengthBytes() + textBytes).order(ByteOrder.LITTLE_ENDIAN);
        entry.putInt(entry.capacity() - EntryReader.LENGTH_BYTES).putShort((short) VERSION).putShort((short) fragment.tags().size())
                .putLong(fragment.number().value()).putLong(fragment.producerTimeMillis()).putLong(fragment.serverTimeMillis())
                .putLong(fragment.timecode()).putLong(fragment.durationMillis()).putLong(fragment.bytes()).putLong(firstPart)
                .putInt(parts).putInt(partBytes).putInt(head.ebml().length).putInt(head.info().length).putInt(head.tracksElement().length)
                .put(head.ebml()).put(head.info()).put(head.tracksElement());
        for (int text = 0; text < texts.size(); text += 2) {
            entry.putShort((short) texts.get(text).length).putShort((short) texts.get(text + 1).length).put(texts.get(text))
                    .put(texts.get(text + 1));
        }
        return new SingleEntry(entry.array(), entry.capacity());
    }

    /**
     * Reads an entry, behind its length.
     *
     * @param likely a head that it may have: then that very object is used
     */
    static StoredFragment decode(long position, ByteBuffer entry, MediaHead likely) {
        int version = entry.getShort();
        if (version != VERSION) {
            throw new IllegalStateException("commit of version " + version + " is not known");
        }
        int tagCount = entry.getShort();
        FragmentNumber number = new FragmentNumber(entry.getLong());
        long producerTimeMillis = entry.getLong();
        long serverTimeMillis = entry.getLong();
        long timecode = entry.getLong();
        long durationMillis = entry.getLong();
        long bytes = entry.getLong();
        long firstPart = entry.getLong();
        int parts = entry.getInt();
        int partBytes = entry.getInt();
        byte[] ebml = new byte[entry.getInt()];
        byte[] info = new byte[entry.getInt()];
        byte[] tracks = new byte[entry.getInt()];
        entry.get(ebml).get(info).get(tracks);
        List<FragmentTag> tags = new ArrayList<>();
        for (int tag = 0; tag < tagCount; tag++) {
            byte[] name = new byte[Short.toUnsignedInt(entry.getShort())];
            byte[] value = new byte[Short.toUnsignedInt(entry.getShort())];
            entry.get(name).get(value);
            tags.add(new FragmentTag(new String(name, StandardCharsets.UTF_8), new String(value, StandardCharsets.UTF_8)));
        }
        Fragment fragment = new Fragment(number, producerTimeMillis, serverTimeMillis, timecode, durationMillis, bytes,
                head(ebml, info, tracks, likely), tags);
        return new StoredFragment(fragment, position, firstPart, parts, partBytes);
    }

    private static MediaHead head(byte[] ebml, byte[] info, byte[] tracks, MediaHead likely) {
        if (likely != null && Arrays.equals(tracks, likely.tracksElement()) && Arrays.equals(info, likely.info())
                && Arrays.equals(ebml, likely.ebml())) {
            return likely;
        }
        try {
            return MediaHead.of(ebml, info, tracks);
        } catch (EbmlException e) {
            throw new IllegalStateException("a commit's head was read before and cannot be read now", e);
        }
    }
}
