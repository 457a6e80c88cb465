package io.millrace.video.fragment;

import org.junit.jupiter.api.AfterEach;

class MemoryFragmentStoreContractTest extends FragmentStoreContractTest {

    private MemoryFragmentStore store;

    @Override
    protected FragmentStore openStore() {
        store = new MemoryFragmentStore(clock);
        return store;
    }

    @Override
    protected FragmentStore restart() {
        return store;
    }

    @AfterEach
    void close() {
        store.close();
    }
}
