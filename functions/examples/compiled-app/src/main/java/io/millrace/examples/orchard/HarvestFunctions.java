package io.millrace.examples.orchard;

import io.millrace.functions.batch.BatchRecord;
import io.millrace.functions.batch.BatchResult;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Functions: two for batches of a stream, one for clients. */
@Singleton
public class HarvestFunctions {

    private final Map<String, Integer> kilograms = new ConcurrentHashMap<>();

    /** Counts a batch; whoever invokes it with an array of harvests counts these. */
    @Funq
    public void count(List<Harvest> harvests) {
        for (Harvest harvest : harvests) {
            kilograms.merge(harvest.fruit(), harvest.kilograms(), Integer::sum);
        }
    }

    /** What has been counted since the start. */
    @Funq
    public Tally tally() {
        return new Tally(new TreeMap<>(kilograms));
    }

    /** Takes records as they are, and leaves what is behind one with the text {@code stop} to another attempt. */
    @Funq("until-stop")
    public BatchResult untilStop(List<BatchRecord> records) {
        for (BatchRecord record : records) {
            if (record.text().equals("stop")) {
                return BatchResult.failedFrom(record);
            }
            kilograms.merge("record", 1, Integer::sum);
        }
        return BatchResult.done();
    }
}
