package io.millrace.verify;

import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.datadir.DataDirectory;
import io.millrace.datadir.DataDirectoryException;
import io.millrace.disk.Disk;
import io.millrace.disk.FileDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks a data directory offline. */
public final class Verification {

    private final Places places;
    private final Disk disk;
    private final Findings findings;

    /** Where what is to be checked lies. */
    record Places(Path root, Path catalog, Path checkpoints, Path streams, Path video, Path deliveryLogs, Path functions) {

        private static Places in(DataDirectory directory) {
            return new Places(directory.root(), directory.catalog(), directory.checkpoints(), directory.streams(), directory.video(),
                    directory.firehose().resolve("delivery-streams"), directory.functions());
        }
    }

    private Verification(Places places, Disk disk, Findings findings) {
        this.places = places;
        this.disk = disk;
        this.findings = findings;
    }

    /**
     * Checks everything in the directory and changes nothing. Reads all of it: about as long as the disk takes. A directory that
     * is locked, of an unknown format or not readable is reported as such.
     */
    public static VerificationReport run(Path root) {
        return run(root, List.of());
    }

    /** The same with what others know of the directory. */
    public static VerificationReport run(Path root, List<FurtherCheck> further) {
        Path absolute = root.toAbsolutePath().normalize();
        Findings findings = new Findings(absolute);
        try (DataDirectory directory = DataDirectory.inspect(absolute)) {
            Verification verification = new Verification(Places.in(directory), new FileDisk(), findings);
            verification.checkAll();
            for (FurtherCheck check : further) {
                Path place = check.place(directory);
                verification.checked(place, null, () -> {
                    check.run(verification.disk, place, findings);
                    return null;
                });
            }
        } catch (DataDirectoryException e) {
            findings.unknown(absolute, e.getMessage(), meaning(e));
        }
        return findings.report();
    }

    /** Checks places that nobody else uses, without a lock. */
    static VerificationReport check(Places places, Disk disk) {
        Findings findings = new Findings(places.root());
        new Verification(places, disk, findings).checkAll();
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
        CheckpointCheck checkpointCheck = new CheckpointCheck(disk, places.checkpoints(), findings);
        Optional<CatalogCheck.Known> catalog = checked(places.catalog(), Optional.empty(), () ->
                new CatalogCheck(disk, places.catalog(), findings).run(!disk.list(places.streams()).isEmpty()));
        Map<CheckpointKey, Checkpoint> checkpoints = checked(places.checkpoints(), Map.of(), checkpointCheck::read);
        checked(places.streams(), null, () -> {
            new StreamsCheck(disk, places.streams(), findings, ends).run(checkpoints,
                    catalog.map(CatalogCheck.Known::streams));
            new StreamsCheck(disk, places.video(), findings, ends).run(checkpoints, Optional.empty());
            new StreamsCheck(disk, places.deliveryLogs(), findings, ends).run(checkpoints, Optional.empty());
            catalog.ifPresent(known -> checkpointCheck.compare(checkpoints, ends, known.epoch()));
            return null;
        });
        checked(places.functions(), null, () -> {
            new CodeCheck(disk, places.functions().resolve("code"), findings).run();
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
