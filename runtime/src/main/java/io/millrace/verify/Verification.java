package io.millrace.verify;

import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.datadir.DataDirectory;
import io.millrace.datadir.DataDirectoryException;
import io.millrace.disk.Disk;
import io.millrace.disk.FileDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/** Checks a data directory offline. */
public final class Verification {

    private final DataDirectory directory;
    private final Disk disk;
    private final Findings findings;

    private Verification(DataDirectory directory, Disk disk, Findings findings) {
        this.directory = directory;
        this.disk = disk;
        this.findings = findings;
    }

    /**
     * Checks everything in the directory and changes nothing. Reads all of it: about as long as the disk takes. A directory that
     * is locked, of an unknown format or not readable is reported as such.
     */
    public static VerificationReport run(Path root) {
        Path absolute = root.toAbsolutePath().normalize();
        Findings findings = new Findings(absolute);
        try (DataDirectory directory = DataDirectory.inspect(absolute)) {
            new Verification(directory, new FileDisk(), findings).checkAll();
        } catch (DataDirectoryException e) {
            findings.unknown(absolute, e.getMessage(), meaning(e));
        }
        return findings.report();
    }

    private static String meaning(DataDirectoryException why) {
        return switch (why) {
            case DataDirectoryException.Locked _ -> "stop the server first: a directory is checked while nothing writes to it";
            case DataDirectoryException.UnknownFormat _ -> "nothing was checked: use the program that wrote it";
            case DataDirectoryException.Inaccessible _ -> "nothing was checked";
        };
    }

    private void checkAll() {
        ShardEnds ends = new ShardEnds();
        CheckpointCheck checkpointCheck = new CheckpointCheck(disk, directory.checkpoints(), findings);
        OptionalInt epoch = checked(directory.catalog(), OptionalInt.empty(), () ->
                new CatalogCheck(disk, directory.catalog(), findings).run(!disk.list(directory.streams()).isEmpty()));
        Map<CheckpointKey, Checkpoint> checkpoints = checked(directory.checkpoints(), Map.of(), checkpointCheck::read);
        checked(directory.streams(), null, () -> {
            new StreamsCheck(disk, directory.streams(), findings, ends).run(checkpoints);
            epoch.ifPresent(known -> checkpointCheck.compare(checkpoints, ends, known));
            return null;
        });
        checked(directory.functions(), null, () -> {
            new CodeCheck(disk, directory.functions().resolve("code"), findings).run();
            return null;
        });
    }

    private interface Check<T> {
        T run() throws IOException;
    }

    private <T> T checked(Path place, T otherwise, Check<T> check) {
        try {
            return check.run();
        } catch (IOException e) {
            findings.unknown(place, "cannot be read: " + e, "not checked any further");
            return otherwise;
        }
    }
}
