package io.millrace.bench;

/** One program of the benchmarks. It starts what it needs, prints its figures and ends what it started. */
public interface Benchmark {

    /** What it is called on the command line. */
    String name();

    /** One line for the reader. */
    String description();

    /** Measures and prints. Any failure ends the benchmarks. */
    void run(Ground ground) throws Exception;
}
