package io.millrace.stream.log.block;

import io.millrace.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;

/** Where the log of one stream is: a directory for each stripe, in it the segments and their indexes. */
public final class LogDirectory {

    private LogDirectory() {
    }

    /** Deletes it with all that is in it. Blocks; sure to last once the directory above is synced. */
    public static void delete(Disk disk, Path stream) throws IOException {
        for (String stripe : disk.list(stream)) {
            for (String file : disk.list(stream.resolve(stripe))) {
                disk.delete(stream.resolve(stripe).resolve(file));
            }
            disk.delete(stream.resolve(stripe));
        }
        disk.delete(stream);
    }
}
