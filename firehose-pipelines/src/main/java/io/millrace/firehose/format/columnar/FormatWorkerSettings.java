package io.millrace.firehose.format.columnar;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How format workers run.
 *
 * @param java          the java program; empty: conversion is refused
 * @param classPath     of the worker, e.g. a directory with {@code /*} behind it
 * @param heapMebibytes of each; row groups and stripes are at most a quarter of it
 * @param workersMax    that run at once; further objects wait
 * @param answerTimeout for one answer, after which a worker is taken for dead
 */
public record FormatWorkerSettings(Optional<Path> java, List<String> classPath, int heapMebibytes, int workersMax, Duration answerTimeout) {

    public FormatWorkerSettings {
        classPath = List.copyOf(classPath);
        if (heapMebibytes < 64 || workersMax < 1) {
            throw new IllegalArgumentException("not format workers: " + workersMax + " with " + heapMebibytes + " MiB");
        }
    }

    /** One worker of 512 MiB. */
    public static FormatWorkerSettings defaults(Optional<Path> java, List<String> classPath) {
        return new FormatWorkerSettings(java, classPath, 512, 1, Duration.ofMinutes(2));
    }
}
