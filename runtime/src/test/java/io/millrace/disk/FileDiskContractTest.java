package io.millrace.disk;

/** {@link FileDisk} on the machine's file system. */
class FileDiskContractTest extends DiskContractTest {

    @Override
    Disk newDisk() {
        return new FileDisk();
    }
}
