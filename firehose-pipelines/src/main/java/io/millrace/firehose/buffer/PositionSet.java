package io.millrace.firehose.buffer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Positions as ascending ranges, at least one; mostly 2 to 4 bytes a range, in memory too. Immutable once built. */
public final class PositionSet {

    private final PackedRanges ranges;

    private PositionSet(PackedRanges ranges) {
        this.ranges = ranges;
    }

    public long first() {
        return ranges.first();
    }

    public long last() {
        return ranges.last();
    }

    public int ranges() {
        return ranges.count();
    }

    public boolean contains(long position) {
        return ranges.contains(position);
    }

    /** What is in any of the sets, of which there is one at least. Takes no more room than that needs, however many ranges they have. */
    public static PositionSet union(Collection<PositionSet> sets) {
        return new PositionSet(merged(sets.stream().map(set -> set.ranges).toList(), true));
    }

    /** @param overlap whether a position may be in several; else that is an {@link IllegalArgumentException} */
    private static PackedRanges merged(List<PackedRanges> all, boolean overlap) {
        PriorityQueue<PackedRanges.Cursor> cursors = new PriorityQueue<>(Comparator.comparingLong(PackedRanges.Cursor::first));
        all.forEach(ranges -> cursors.add(ranges.cursor()));
        PackedRanges merged = new PackedRanges();
        long from = cursors.element().first(), to = from - 1;
        while (!cursors.isEmpty()) {
            PackedRanges.Cursor next = cursors.remove();
            if (!overlap && next.first() <= to) {
                throw new IllegalArgumentException("position is there twice: " + next.first());
            }
            if (next.first() > to + 1) {
                merged.add(from, to);
                from = next.first();
            }
            to = Math.max(to, next.last());
            if (next.advance()) {
                cursors.add(next);
            }
        }
        merged.add(from, to);
        return merged.copy();
    }

    /** As {@link #read} takes it: the number of ranges, then each. */
    public void write(DataOutputStream out) throws IOException {
        ranges.write(out);
    }

    public static PositionSet read(DataInputStream in) throws IOException {
        return new PositionSet(PackedRanges.read(in));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PositionSet set && ranges.equals(set.ranges);
    }

    @Override
    public int hashCode() {
        return ranges.hashCode();
    }

    /**
     * Takes positions in any order: outcomes of a source record come when the last of them is read, and others of other shards may have been
     * logged, and taken, between them. Mostly ascending: each step back begins a piece of its own, which is sorted in at the end.
     */
    public static final class Builder {
        private final List<PackedRanges> pieces = new ArrayList<>();
        private int inPieces;
        private PackedRanges piece = new PackedRanges();
        private long from;
        private long to = -1;

        /** Each position once; {@link #build} refuses a set that has one twice. */
        public void add(long position) {
            if (to >= 0 && position == to + 1) {
                to = position;
                return;
            }
            if (to >= 0) {
                piece.add(from, to);
                if (position <= to) {
                    pieces.add(piece.copy());
                    inPieces += piece.count();
                    piece = new PackedRanges();
                }
            }
            from = position;
            to = position;
        }

        /** How many there are at most. */
        public int ranges() {
            return inPieces + piece.count() + (to < 0 ? 0 : 1);
        }

        public PositionSet build() {
            if (to < 0) {
                throw new IllegalStateException("no positions");
            }
            PackedRanges end = piece.copy();
            end.add(from, to);
            List<PackedRanges> all = new ArrayList<>(pieces);
            all.add(end);
            return new PositionSet(all.size() == 1 ? end.copy() : merged(all, false));
        }
    }
}
