package io.millrace.stream.index;

import io.millrace.disk.DiskFile;
import io.millrace.disk.FileDisk;
import io.millrace.disk.ForwardingDisk;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that counts the files that are open. */
final class CountedDisk extends ForwardingDisk {

    final AtomicInteger openFiles = new AtomicInteger();

    CountedDisk() {
        super(new FileDisk());
    }

    @Override
    protected DiskFile wrap(DiskFile file) {
        openFiles.incrementAndGet();
        return new ForwardingFile(file) {
            @Override
            public void close() throws IOException {
                super.close();
                openFiles.decrementAndGet();
            }
        };
    }
}
