package io.millrace.checkpoint;

class MemoryCheckpointsContractTest extends CheckpointsContractTest {

    @Override
    protected Checkpoints newCheckpoints() {
        return new MemoryCheckpoints();
    }
}
