package io.millrace.stream.log.block;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;

/** What an I/O exception means. The system tells lack of space only in its text. */
final class DiskFaults {

    private DiskFaults() {
    }

    /** ENOSPC or EDQUOT, as Linux and the JDK word them. */
    static boolean isNoSpace(IOException failure) {
        String text = failure instanceof FileSystemException named && named.getReason() != null ? named.getReason()
                : failure.getMessage();
        return text != null && (text.contains("No space left on device") || text.contains("Disk quota exceeded"));
    }

    /** The channel was closed under the writer by an interrupt: no word about the disk. */
    static boolean isInterrupt(IOException failure) {
        return failure instanceof ClosedChannelException;
    }
}
