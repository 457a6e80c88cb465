package io.millrace.firehose.engine;

import io.millrace.clock.Clock;
import io.millrace.firehose.buffer.OutcomeCodec;
import io.millrace.firehose.transform.Chain;
import io.millrace.stream.Position;
import io.millrace.stream.Positions;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.ShardKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** What a source lane needs of its pipeline, as it is now. On the lane. */
interface PipelineParts {

    String name();

    Executor lane();

    Clock clock();

    Chain chain();

    OutcomeCodec outcomes();

    SourceLane.Batching batching();

    /** With which key new outcomes are sealed. */
    Optional<String> keyName();

    boolean backsUpSource();

    boolean backsUpData();

    /** Whether there is room for more outcomes. */
    boolean mayReadSource();

    CompletionStage<Positions> appendOutcomes(RecordBatch batch);

    /** All outcomes of the shard's records before {@code next} are durable, before {@code outcomeEnd} of the outcome log. */
    void logged(ShardKey shard, Position next, Position outcomeEnd, long sourceBytes);

    /** Runs on the lane, later. */
    void later(Duration wait, Runnable task);
}
