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

    /** About how large the batches are that {@link #appendOutcomes} gets. */
    int appendBytes();

    CompletionStage<Positions> appendOutcomes(RecordBatch batch);

    /** Whether the source stays as long as outcomes refer to it. */
    boolean keepsInput();

    /** Records of the source have come to be processed. */
    void received(int records, long bytes);

    void logged(Logged records);

    /**
     * Outcomes of a shard's records are durable.
     *
     * @param first           the first of the records
     * @param next            behind the last of them
     * @param outcomeEnd      behind their outcomes
     * @param arrivedAtMillis when the first of them did
     * @param refer           whether outcomes refer to the records
     */
    record Logged(ShardKey shard, Position first, Position next, Position outcomeEnd, long arrivedAtMillis, boolean refer) {
    }

    /** Runs on the lane, later. */
    void later(Duration wait, Runnable task);
}
