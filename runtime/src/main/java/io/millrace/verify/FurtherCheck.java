package io.millrace.verify;

import io.millrace.datadir.DataDirectory;
import io.millrace.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;

/** The check of what only one user of the runtime understands. It changes nothing, and says what it finds. */
public interface FurtherCheck {

    /** The directory that it is about, for the finding that it cannot be read. */
    Path place(DataDirectory directory);

    /** On the verification's thread. An {@link IOException} is a finding: the rest of this check could not be done. */
    void run(Disk disk, Path place, Findings findings) throws IOException;
}
