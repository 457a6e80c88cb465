package io.millrace.server;

import java.io.IOException;
import java.nio.file.Path;

import io.millrace.catalog.local.CatalogSettings;
import io.millrace.catalog.local.LocalCatalog;
import io.millrace.checkpoint.local.CheckpointSettings;
import io.millrace.checkpoint.local.LocalCheckpoints;
import io.millrace.datadir.DataDirectory;
import io.millrace.disk.Disk;
import io.millrace.disk.FileDisk;
import io.millrace.journal.DiskReserve;

/**
 * What is durable beside the records: the locked data directory, and in it the catalog and the checkpoints.
 *
 * @param disk the real one
 */
record Storage(DataDirectory directory, Disk disk, DiskReserve reserve, LocalCatalog catalog, LocalCheckpoints checkpoints) {

    /** Held free for catalog and checkpoints when the disk is full. */
    private static final long RESERVE_BYTES = 16L * 1024 * 1024;

    /** Opens and recovers; what has been opened is in {@code rooms}, also when something fails. Blocks. */
    static Storage open(Path root, OpenRooms rooms) throws IOException {
        DataDirectory directory = rooms.addGuard("data directory", DataDirectory.open(root));
        Disk disk = new FileDisk();
        DiskReserve reserve = DiskReserve.at(disk, directory.reserve(), RESERVE_BYTES);
        OpenRooms checkpointRooms = new OpenRooms();
        Opening<LocalCheckpoints> opening = Opening.begin("checkpoints", () -> checkpointRooms.add("checkpoints",
                LocalCheckpoints.open(disk, directory.checkpoints(), reserve, CheckpointSettings.defaults())));
        LocalCatalog catalog;
        LocalCheckpoints checkpoints;
        try {
            catalog = rooms.add("catalog", LocalCatalog.open(disk, directory.catalog(), reserve, CatalogSettings.defaults()));
        } finally {
            rooms.add("checkpoints", checkpointRooms);
            checkpoints = opening.await();
        }
        return new Storage(directory, disk, reserve, catalog, checkpoints);
    }
}
