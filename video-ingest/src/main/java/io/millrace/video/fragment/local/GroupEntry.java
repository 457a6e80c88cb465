package io.millrace.video.fragment.local;

import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentRange;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * What consecutive commits have in common, in memory and as an entry of a
 * {@link io.millrace.stream.log.block.BlockTypes#VIDEO_GROUPS} block, little endian.
 * <pre>
 * offset size
 *      0    4  length           of what follows
 *      4    2  version          1
 *      6    2  reserved         0
 *      8    8  first commit     position in the commits' lane
 *     16    8  last commit      position in the commits' lane
 *     24    8  first number     of a fragment
 *     32    8  last number      of a fragment
 *     40    8  first server time  milliseconds since the epoch
 *     48    8  last server time
 *     56    8  least producer time  milliseconds since the epoch
 *     64    8  greatest producer time
 * </pre>
 */
record GroupEntry(long firstCommit, long lastCommit, long firstNumber, long lastNumber, long firstServerMillis, long lastServerMillis,
        long leastProducerMillis, long greatestProducerMillis) {

    static final int VERSION = 1;
    static final int LENGTH_OFFSET = 0;
    static final int VERSION_OFFSET = 4;
    static final int FIRST_COMMIT_OFFSET = 8;
    static final int LAST_COMMIT_OFFSET = 16;
    static final int FIRST_NUMBER_OFFSET = 24;
    static final int LAST_NUMBER_OFFSET = 32;
    static final int FIRST_SERVER_OFFSET = 40;
    static final int LAST_SERVER_OFFSET = 48;
    static final int LEAST_PRODUCER_OFFSET = 56;
    static final int GREATEST_PRODUCER_OFFSET = 64;
    static final int BYTES = 72;

    /** Sums up fragments that follow one another. */
    static GroupEntry of(List<StoredFragment> fragments) {
        StoredFragment first = fragments.getFirst();
        StoredFragment last = fragments.getLast();
        return new GroupEntry(first.position(), last.position(), first.fragment().number().value(), last.fragment().number().value(),
                first.fragment().serverTimeMillis(), last.fragment().serverTimeMillis(),
                fragments.stream().map(StoredFragment::fragment).mapToLong(Fragment::producerTimeMillis).min().orElseThrow(),
                fragments.stream().map(StoredFragment::fragment).mapToLong(Fragment::producerTimeMillis).max().orElseThrow());
    }

    SingleEntry encode() {
        ByteBuffer entry = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        entry.putInt(BYTES - EntryReader.LENGTH_BYTES).putShort((short) VERSION).putShort((short) 0).putLong(firstCommit).putLong(lastCommit)
                .putLong(firstNumber).putLong(lastNumber).putLong(firstServerMillis).putLong(lastServerMillis)
                .putLong(leastProducerMillis).putLong(greatestProducerMillis);
        return new SingleEntry(entry.array(), BYTES);
    }

    /** Reads an entry, behind its length. */
    static GroupEntry decode(ByteBuffer entry) {
        int version = entry.getShort();
        if (version != VERSION) {
            throw new IllegalStateException("group of version " + version + " is not known");
        }
        entry.getShort();
        return new GroupEntry(entry.getLong(), entry.getLong(), entry.getLong(), entry.getLong(), entry.getLong(), entry.getLong(),
                entry.getLong(), entry.getLong());
    }

    /** Whether a fragment of the group may be in the range. */
    boolean mayTouch(FragmentRange range) {
        return switch (range.clock()) {
            case PRODUCER -> leastProducerMillis <= range.toMillis() && greatestProducerMillis >= range.fromMillis();
            case SERVER -> firstServerMillis <= range.toMillis() && lastServerMillis >= range.fromMillis();
        };
    }
}
