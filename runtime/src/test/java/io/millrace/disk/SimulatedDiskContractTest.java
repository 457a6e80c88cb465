package io.millrace.disk;

/** The twin keeps the same contract. */
class SimulatedDiskContractTest extends DiskContractTest {

    @Override
    Disk newDisk() {
        return new SimulatedDisk();
    }
}
