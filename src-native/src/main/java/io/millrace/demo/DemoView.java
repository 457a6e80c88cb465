package io.millrace.demo;

import java.util.List;

/** Where the demonstration shows itself. One thread. */
interface DemoView extends AutoCloseable {

    /** Something to say before the first figures. */
    void tell(String line);

    /** The figures now; called twice a second. */
    void show(Scene scene);

    void alerts(List<AlertReader.Alert> alerts);

    /** Gives the terminal back. */
    @Override
    void close();

    /**
     * What there is to see.
     *
     * @param seconds  since the demonstration started
     * @param accepted records acknowledged since then
     * @param readings the last ones, empty when a file is replayed
     * @param note     what is unusual now, e.g. that puts are refused; empty: nothing
     */
    record Scene(double seconds, long accepted, List<Reading> readings, Figures figures, String note) {
    }
}
