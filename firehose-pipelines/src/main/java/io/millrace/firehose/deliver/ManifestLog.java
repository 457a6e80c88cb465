package io.millrace.firehose.deliver;

import io.millrace.disk.Disk;
import io.millrace.firehose.buffer.PositionSet;
import io.millrace.journal.DiskReserve;
import io.millrace.journal.Frame;
import io.millrace.journal.Journal;
import io.millrace.journal.JournalKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The manifests of one delivery stream in a journal: made, and finished by a receipt. Finished ones stay until the log is trimmed behind
 * them, because after a crash the log is read again from its horizon and their records must not come twice. One thread; blocks.
 */
final class ManifestLog implements AutoCloseable {

    static final int MADE = 1, FINISHED = 2;
    private static final long LARGE_BYTES = 4L * 1024 * 1024;

    private final Journal journal;
    private final TreeMap<Long, Manifest> manifests = new TreeMap<>();
    private final Set<Long> finished = new TreeSet<>();
    private long next = 1;

    private ManifestLog(Journal journal) {
        this.journal = journal;
    }

    /** Reads what there is. A damaged place is an {@link IOException}: going on could deliver records twice or not at all. */
    static ManifestLog open(Disk disk, Path directory, DiskReserve reserve) throws IOException {
        Journal.Opened opened = Journal.open(disk, directory, JournalKind.MANIFESTS, reserve);
        if (!opened.damagedAt().isEmpty()) {
            throw new IOException("manifests are damaged at " + opened.damagedAt() + " of the journal in " + directory);
        }
        ManifestLog log = new ManifestLog(opened.journal());
        for (Frame frame : opened.frames()) {
            switch (frame.type()) {
                case MADE -> {
                    Manifest manifest = ManifestCodec.decode(frame.payload());
                    log.manifests.put(manifest.number(), manifest);
                    log.next = Math.max(log.next, manifest.number() + 1);
                }
                case FINISHED -> log.finished.add(ByteBuffer.wrap(frame.payload()).getLong());
                default -> throw new IOException("unknown frame of type " + frame.type() + " in " + directory);
            }
        }
        log.journal.rotate(log.snapshot());
        return log;
    }

    private List<Frame> snapshot() {
        List<Frame> frames = new ArrayList<>();
        manifests.values().forEach(manifest -> frames.add(new Frame(MADE, ManifestCodec.encode(manifest))));
        finished.stream().filter(manifests::containsKey).forEach(number -> frames.add(new Frame(FINISHED, numberBytes(number))));
        return frames;
    }

    private static byte[] numberBytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /** A number for a new manifest. */
    long nextNumber() {
        return next++;
    }

    /** Durable, all or none, when the call returns. */
    void commit(List<Manifest> made, List<Long> done) throws IOException {
        if (journal.isBroken() || journal.isLarge(LARGE_BYTES)) {
            journal.rotate(snapshot());
        }
        made.forEach(manifest -> journal.append(MADE, ManifestCodec.encode(manifest)));
        done.forEach(number -> journal.append(FINISHED, numberBytes(number)));
        journal.commit();
        made.forEach(manifest -> manifests.put(manifest.number(), manifest));
        finished.addAll(done);
    }

    /** Those without a receipt, oldest first. */
    List<Manifest> unfinished() {
        return manifests.values().stream().filter(manifest -> !finished.contains(manifest.number())).toList();
    }

    /** The positions that manifests answer for. */
    Collection<PositionSet> covered() {
        return manifests.values().stream().map(Manifest::positions).toList();
    }

    /** The log is trimmed to there: what is finished and wholly behind it is forgotten, from the journal with its next generation. */
    void forgetBefore(long horizon) {
        List<Long> behind = manifests.values().stream()
                .filter(manifest -> finished.contains(manifest.number()) && manifest.positions().last() < horizon)
                .map(Manifest::number).toList();
        behind.forEach(number -> {
            manifests.remove(number);
            finished.remove(number);
        });
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
