package io.millrace.firehose.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.checkpoint.Checkpoints;
import io.millrace.clock.Clock;
import io.millrace.disk.Disk;
import io.millrace.firehose.config.ConfigReader;
import io.millrace.firehose.deliver.FormatThreads;
import io.millrace.firehose.deliver.OutletFactory;
import io.millrace.firehose.error.ErrorRecordEncoder;
import io.millrace.firehose.seal.KeyRing;
import io.millrace.firehose.source.KinesisStreams;
import io.millrace.firehose.transform.ProcessorFactory;
import io.millrace.firehose.transform.Timer;
import io.millrace.identity.Identity;
import io.millrace.invoke.Invoker;
import io.millrace.journal.DiskReserve;
import io.millrace.stream.RecordStore;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What all pipelines share.
 *
 * @param store     of the hidden streams
 * @param kinesis   the streams that can be sources
 * @param directory has a directory for each pipeline, by its creation id
 * @param lanes     platform threads for all lanes
 * @param uploads   gives each task a platform thread at once
 */
public record PipelineContext(RecordStore store, KinesisStreams kinesis, Checkpoints checkpoints, Disk disk, DiskReserve reserve, Path directory,
        KeyRing keys, OutletFactory outlets, ProcessorFactory processors, ErrorRecordEncoder errorEncoder, ConfigReader reader, Invoker invoker,
        Identity identity, Clock clock, RandomGenerator random, Timer timer, Executor lanes, FormatThreads formats, Executor uploads,
        MeterRegistry meters, FirehoseSettings settings) {

    Path directory(io.millrace.stream.StreamId stream) {
        return directory.resolve(Long.toString(stream.value()));
    }
}
