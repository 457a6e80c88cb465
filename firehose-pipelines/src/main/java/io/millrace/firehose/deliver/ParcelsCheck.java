package io.millrace.firehose.deliver;

import io.millrace.datadir.DataDirectory;
import io.millrace.disk.Disk;
import io.millrace.disk.DiskFile;
import io.millrace.firehose.seal.ChunkedInput;
import io.millrace.firehose.seal.KeyRing;
import io.millrace.journal.Frame;
import io.millrace.journal.JournalDamaged;
import io.millrace.journal.JournalFiles;
import io.millrace.journal.JournalKind;
import io.millrace.journal.JournalScan;
import io.millrace.verify.Findings;
import io.millrace.verify.FurtherCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * For {@code verify}: each delivery stream's manifests, and that the files of those without a receipt are whole. What is sealed with a key
 * that is not in the data directory is not opened, and said to be so.
 */
public final class ParcelsCheck implements FurtherCheck {

    private static final int READ_BYTES = 64 * 1024;

    @Override
    public Path place(DataDirectory directory) {
        return directory.firehose();
    }

    @Override
    public void run(Disk disk, Path place, Findings findings) throws IOException {
        KeyRing keys = KeyRing.existing(disk, place.resolve("keys"));
        Path pipelines = place.resolve("pipelines");
        for (String stream : disk.list(pipelines)) {
            new OneStream(disk, pipelines.resolve(stream), keys, findings).run();
        }
    }

    /** The files of one delivery stream. */
    private record OneStream(Disk disk, Path directory, KeyRing keys, Findings findings) {

        void run() throws IOException {
            Path manifests = directory.resolve("manifests"), spool = directory.resolve("spool");
            Optional<Path> journal = JournalFiles.current(disk, manifests);
            List<Manifest> waiting = List.of();
            if (journal.isPresent()) {
                Optional<List<Manifest>> unfinished = manifests(journal.get());
                if (unfinished.isEmpty()) {
                    return;
                }
                waiting = unfinished.get();
            } else if (!disk.list(spool).isEmpty()) {
                findings.damage(manifests, "has no journal, but there are files that wait for delivery",
                        "records may be delivered twice: restore the directory from a copy");
            }
            Set<String> named = new HashSet<>();
            for (Manifest manifest : waiting) {
                findings.tally().parcel();
                named.add(manifest.objectFile());
                object(spool.resolve(manifest.objectFile()), manifest);
                if (manifest.spoolFile().isPresent()) {
                    named.add(manifest.spoolFile().get());
                    readable(spool.resolve(manifest.spoolFile().get()), "its records could not be backed up, should the endpoint refuse them");
                }
            }
            long others = disk.list(spool).stream().filter(name -> !named.contains(name)).count();
            if (others > 0) {
                findings.note(spool, others + " files are named by no manifest",
                        "normal after a crash: the next start removes them and makes them anew from the log");
            }
        }

        /** Those without a receipt; empty when they cannot be told. */
        private Optional<List<Manifest>> manifests(Path journal) throws IOException {
            try {
                JournalScan scan = JournalScan.read(disk, journal, JournalKind.MANIFESTS);
                for (long offset : scan.damagedAt()) {
                    findings.damage(journal, "is damaged at byte " + offset,
                            "the delivery stream does not open, for it could deliver records twice or not at all: restore the directory from a copy");
                }
                if (scan.tornBytes() > 0) {
                    findings.note(journal, "has a torn tail of " + scan.tornBytes() + " bytes", "normal after a crash; the next start cuts it off");
                }
                // those of type 0 are the journal's own
                return Optional.of(unfinished(scan.frames().stream().filter(frame -> frame.type() > 0).toList()));
            } catch (JournalDamaged e) {
                findings.damage(journal, e.getMessage(), "the delivery stream does not open: restore the directory from a copy");
            } catch (IllegalArgumentException e) {
                findings.unknown(journal, "a manifest cannot be understood: " + e.getMessage(), "start it with the newer program that wrote it");
            }
            return Optional.empty();
        }

        private static List<Manifest> unfinished(List<Frame> frames) {
            Map<Long, Manifest> manifests = new TreeMap<>();
            for (Frame frame : frames) {
                switch (frame.type()) {
                    case ManifestLog.MADE -> {
                        Manifest manifest = ManifestCodec.decode(frame.payload());
                        manifests.put(manifest.number(), manifest);
                    }
                    case ManifestLog.FINISHED -> manifests.remove(ByteBuffer.wrap(frame.payload()).getLong());
                    default -> throw new IllegalArgumentException("frame of type " + frame.type());
                }
            }
            return List.copyOf(manifests.values());
        }

        private void object(Path file, Manifest manifest) {
            String meaning = "the parcel " + manifest.name() + " with " + manifest.records()
                    + " records cannot be delivered, its records are in the log: restore the file from a copy";
            long bytes = readable(file, meaning);
            if (bytes >= 0 && bytes != manifest.lengthBytes()) {
                findings.damage(file, "holds " + bytes + " bytes, the manifest says " + manifest.lengthBytes(), meaning);
            }
        }

        /** Reads the whole file and returns its bytes without their chunks' framing; -1 when that was not possible, which it tells. */
        private long readable(Path file, String meaning) {
            if (!disk.exists(file)) {
                findings.damage(file, "is missing", meaning);
                return -1;
            }
            try {
                return length(file);
            } catch (KeyRing.Unusable elsewhere) {
                findings.unknown(file, "is sealed, and " + elsewhere.getMessage(), "keys that are outside of the data directory are not looked for");
            } catch (IOException | InvalidPathException damaged) {
                findings.damage(file, String.valueOf(damaged.getMessage()), meaning);
            }
            return -1;
        }

        private long length(Path file) throws IOException {
            try (DiskFile opened = disk.open(file); InputStream in = new ChunkedInput(opened, keys)) {
                byte[] bytes = new byte[READ_BYTES];
                long length = 0;
                for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                    length += read;
                }
                return length;
            }
        }
    }
}
