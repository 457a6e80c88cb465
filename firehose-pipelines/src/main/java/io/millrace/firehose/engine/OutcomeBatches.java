package io.millrace.firehose.engine;

import io.millrace.firehose.buffer.Outcome;
import io.millrace.firehose.source.SourceReading;
import io.millrace.firehose.transform.FirehoseRecord;
import io.millrace.firehose.transform.Product;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.ShardKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What became of records of one shard, in batches for the outcome log, each made when the one before is logged: outcomes repeat their
 * record's origin and may take far more room than the record. On the lane.
 */
final class OutcomeBatches {

    private final PipelineParts parts;
    private final ShardKey shard;
    private final List<SourceReading.Item> items;
    private final Iterator<List<Product>> products;
    private final Optional<String> keyName;
    private final boolean backsUpSource;
    private final boolean backsUpData;
    private Iterator<Outcome> outcomes = Collections.emptyIterator();
    private int begun;
    private int logged;
    private boolean refer;
    private Append current;

    /**
     * What is logged at a time.
     *
     * @param whole the records whose last outcomes are in it: with it their progress is told, because they may be delivered, and their
     *              outcomes trimmed, before the next batch is logged
     * @param refer whether outcomes refer to the input, in it or in those before it that made no record whole
     */
    record Append(RecordBatch batch, List<SourceReading.Item> whole, boolean refer) {
    }

    /** By the destination as it is now. @param products of each record of each item, in order */
    OutcomeBatches(PipelineParts parts, ShardKey shard, List<SourceReading.Item> items, List<List<Product>> products) {
        this.parts = parts;
        this.shard = shard;
        this.items = items;
        this.products = products.iterator();
        this.keyName = parts.keyName();
        this.backsUpSource = parts.backsUpSource();
        this.backsUpData = parts.backsUpData();
    }

    /** What is to be logged now: the same until it {@link #logged is}; empty when all has been. Throws when outcomes cannot be sealed. */
    Optional<Append> next() {
        if (current == null && logged < items.size()) {
            current = made();
        }
        return Optional.ofNullable(current);
    }

    /** What {@link #next} gave is durable. */
    void logged() {
        logged += current.whole().size();
        refer = current.whole().isEmpty() && current.refer();
        current = null;
    }

    /** The records whose outcomes are not all logged. */
    List<SourceReading.Item> left() {
        return items.subList(logged, items.size());
    }

    private Append made() {
        int appendBytes = parts.appendBytes();
        RecordBatch batch = new RecordBatch(parts.keepsInput() ? 0 : appendBytes / 2);
        List<SourceReading.Item> whole = new ArrayList<>();
        boolean refers = refer;
        while (outcomes.hasNext() || begun < items.size()) {
            if (batch.count() > 0 && batch.lengthBytes() >= appendBytes) {
                break;
            }
            if (!outcomes.hasNext()) {
                outcomes = outcomes(items.get(begun++)).iterator();
            }
            Outcome outcome = outcomes.next();
            refers |= outcome.refersToInput();
            parts.outcomes().write(outcome, keyName, batch);
            if (!outcomes.hasNext()) {
                whole.add(items.get(begun - 1));
            }
        }
        return new Append(batch, whole, refers);
    }

    private List<Outcome> outcomes(SourceReading.Item item) {
        List<Outcome> made = new ArrayList<>();
        if (backsUpSource) {
            item.records().forEach(record -> made.add(outcome(item, made.size(), Outcome.Way.BACKUP, Optional.of(record))));
        }
        for (int left = item.records().size(); left > 0; left--) {
            for (Product product : products.next()) {
                Outcome.Way way = product.error().map(Outcome.Way::of).orElse(Outcome.Way.DATA);
                made.add(outcome(item, made.size(), way, Optional.of(product.record())));
                if (backsUpData && way == Outcome.Way.DATA) {
                    made.add(outcome(item, made.size(), Outcome.Way.BACKUP, Optional.of(product.record())));
                }
            }
        }
        if (made.isEmpty()) {
            made.add(outcome(item, 0, Outcome.Way.NOTHING, Optional.empty()));
        }
        Outcome last = made.removeLast();
        made.add(new Outcome(last.sourceShard(), last.source(), last.sub(), true, last.way(), last.record()));
        return made;
    }

    /** What is the very record that was put needs no second copy in the log. */
    private Outcome outcome(SourceReading.Item item, int sub, Outcome.Way way, Optional<FirehoseRecord> record) {
        boolean refers = parts.keepsInput() && record.isPresent() && item.records().size() == 1 && record.get() == item.records().getFirst();
        return new Outcome(shard.shard().index(), item.position(), sub, false, way, refers ? Optional.empty() : record);
    }
}
