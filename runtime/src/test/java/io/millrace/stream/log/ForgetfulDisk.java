package io.millrace.stream.log;

import io.millrace.disk.Disk;
import io.millrace.disk.DiskFile;
import io.millrace.disk.ForwardingDisk;

/** A planted fault: another disk, whose forces do nothing. */
public final class ForgetfulDisk extends ForwardingDisk {

    public ForgetfulDisk(Disk disk) {
        super(disk);
    }

    @Override
    protected DiskFile wrap(DiskFile file) {
        return new ForwardingFile(file) {
            @Override
            public void force(boolean metadata) {
                // this is the fault
            }
        };
    }
}
