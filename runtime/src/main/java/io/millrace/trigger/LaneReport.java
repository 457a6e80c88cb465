package io.millrace.trigger;

import io.millrace.invoke.Outcome;
import io.millrace.kinesis.SequenceNumber;
import io.millrace.stream.StreamRecord;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a lane's doings visible: counters, the mapping's last result, and one log line for each failure. */
final class LaneReport implements LaneObserver {

    private static final Logger LOGGER = LoggerFactory.getLogger(LaneReport.class);
    /** Sequence numbers of a given up batch are logged in lines of at most so many. */
    private static final int SEQUENCE_NUMBERS_A_LINE = 100;

    private final LanePlan plan;
    private final TriggerMetrics metrics;
    private final TriggerMetrics.OfMapping counters;
    private final MappingProgress progress;

    LaneReport(LanePlan plan, TriggerMetrics metrics, TriggerMetrics.OfMapping counters, MappingProgress progress) {
        this.plan = plan;
        this.metrics = metrics;
        this.counters = counters;
        this.progress = progress;
    }

    @Override
    public void moved(LaneCore.Phase before, LaneCore.Phase now) {
        metrics.laneMoved(before, now);
    }

    @Override
    public void acted(LaneAction action) {
        switch (action) {
            case LaneAction.Finish finish -> {
                counters.batches().increment();
                counters.records().increment(finish.batch().records().size());
                progress.result(plan.mapping(), MappingStatus.OK);
            }
            case LaneAction.Retry retry -> failed(retry.batch(), retry.failures(), retry.failure(), retry.delay(), "batch failed");
            case LaneAction.Split split -> failed(split.batch(), 1, split.failure(), split.delay(), "batch failed and is cut in two");
            case LaneAction.GiveUp giveUp -> givenUp(giveUp);
            case LaneAction.Postpone postpone -> postponed(postpone.outcome(), postpone.delay());
            case LaneAction.Reread reread -> LOGGER.atWarn().addKeyValue("mapping", plan.mapping())
                    .addKeyValue("shard", plan.shard()).addKeyValue("retryInMillis", reread.delay().toMillis())
                    .setCause(reread.failure()).log("shard not read");
            case LaneAction.Drained drained -> LOGGER.atInfo().addKeyValue("mapping", plan.mapping())
                    .addKeyValue("shard", plan.shard()).log("shard drained");
            case LaneAction.Open open -> { }
            case LaneAction.Read read -> { }
            case LaneAction.Probe probe -> { }
            case LaneAction.Invoke invoke -> { }
            case LaneAction.Sleep sleep -> { }
            case LaneAction.End end -> { }
        }
    }

    private void failed(Batch batch, int failures, Outcome.Failed failure, Duration delay, String event) {
        counters.retries().increment();
        progress.result(plan.mapping(), MappingStatus.FUNCTION_FAILED);
        LOGGER.atWarn().addKeyValue("mapping", plan.mapping()).addKeyValue("shard", plan.shard())
                .addKeyValue("function", plan.functionName()).addKeyValue("firstSequenceNumber", wire(batch.first()))
                .addKeyValue("records", batch.records().size()).addKeyValue("failures", failures)
                .addKeyValue("kind", failure.kind()).addKeyValue("retryInMillis", delay.toMillis()).log(event);
    }

    private void postponed(Outcome outcome, Duration delay) {
        if (outcome instanceof Outcome.Unavailable unavailable) {
            progress.result(plan.mapping(), MappingStatus.FUNCTION_UNAVAILABLE);
            LOGGER.atWarn().addKeyValue("mapping", plan.mapping()).addKeyValue("shard", plan.shard())
                    .addKeyValue("function", plan.functionName()).addKeyValue("reason", unavailable.reason())
                    .addKeyValue("retryInMillis", delay.toMillis()).log("function unavailable");
        }
    }

    private void givenUp(LaneAction.GiveUp giveUp) {
        List<StreamRecord> records = giveUp.batch().records();
        counters.dropped().increment(records.size());
        progress.result(plan.mapping(), switch (giveUp.reason()) {
            case RETRIES_EXHAUSTED -> MappingStatus.FUNCTION_FAILED;
            case RECORD_TOO_LARGE -> MappingStatus.RECORD_TOO_LARGE;
        });
        for (int from = 0; from < records.size(); from += SEQUENCE_NUMBERS_A_LINE) {
            List<StreamRecord> some = records.subList(from, Math.min(records.size(), from + SEQUENCE_NUMBERS_A_LINE));
            LOGGER.atError().addKeyValue("mapping", plan.mapping()).addKeyValue("shard", plan.shard())
                    .addKeyValue("function", plan.functionName()).addKeyValue("reason", giveUp.reason())
                    .addKeyValue("records", records.size())
                    .addKeyValue("sequenceNumbers", some.stream().map(this::wire).toList()).log("records given up");
        }
    }

    private String wire(StreamRecord record) {
        return new SequenceNumber(plan.shard().shard(), record.position()).wire();
    }
}
