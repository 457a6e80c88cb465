package io.millrace.firehose.transform;

import io.millrace.clock.Clock;
import io.millrace.firehose.config.ProcessingConfig;
import io.millrace.firehose.error.ErrorOutputType;
import io.millrace.firehose.error.ErrorRecord;
import io.millrace.firehose.error.ErrorRecordEncoder;
import io.millrace.invoke.Invoker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All processing of a delivery stream, in the service's order: decompression, cutting of log envelopes, de-aggregation, function, metadata
 * extraction, delimiter; then the check that the partition keys are there which the prefix names. Any thread; nothing blocks.
 */
public final class Chain {

    private final List<Processor> before;
    private final Optional<FunctionStep> function;
    private final List<Processor> after;
    private final Setting setting;

    /**
     * What the chain works with.
     *
     * @param queryKeys    keys of the metadata extraction that each record of data must have
     * @param functionKeys keys of the function that each record of data must have
     * @param lane         the delivery stream, for fairness among callers of functions
     */
    public record Setting(ProcessorFactory processors, Invoker invoker, Timer timer, Clock clock, ErrorRecordEncoder errorEncoder,
            String deliveryStreamArn, Optional<String> sourceStreamArn, String region, String lane, Set<String> queryKeys, Set<String> functionKeys) {
    }

    public Chain(ProcessingConfig config, Setting setting) {
        this.setting = setting;
        List<ProcessingConfig.Step> steps = config.steps().stream().sorted(Comparator.comparingInt(Chain::order)).toList();
        this.before = steps.stream().filter(step -> order(step) < FUNCTION_ORDER).map(setting.processors()::open).toList();
        this.after = steps.stream().filter(step -> order(step) > FUNCTION_ORDER).map(setting.processors()::open).toList();
        FunctionEvent.Head head = new FunctionEvent.Head(setting.deliveryStreamArn(), setting.sourceStreamArn(), setting.region());
        this.function = config.function().map(lambda -> new FunctionStep(new FunctionStep.Setting(lambda, head, setting.invoker(),
                setting.timer(), setting.clock(), setting.lane())));
    }

    private static final int FUNCTION_ORDER = 3;
    /** A prefix may come to 512 characters, so no key can be longer. */
    private static final int KEY_CHARACTERS_MAX = 512;

    private static int order(ProcessingConfig.Step step) {
        return switch (step) {
            case ProcessingConfig.Decompression first -> 0;
            case ProcessingConfig.CloudWatchLogs second -> 1;
            case ProcessingConfig.RecordDeAggregation third -> 2;
            case ProcessingConfig.Lambda lambda -> FUNCTION_ORDER;
            case ProcessingConfig.MetadataExtraction fifth -> 4;
            case ProcessingConfig.AppendDelimiter last -> 5;
        };
    }

    /** What the steps before the function make of a record. Throws for defects only. */
    public List<Product> prepare(FirehoseRecord record) {
        return through(before, List.of(Product.of(record)));
    }

    /** What comes of prepared records, by their order; completes normally but for defects. */
    public CompletionStage<List<List<Product>>> finish(List<List<Product>> prepared) {
        CompletionStage<List<List<Product>>> transformed = function.map(step -> invoke(step, prepared))
                .orElseGet(() -> CompletableFuture.completedStage(prepared));
        return transformed.thenApply(all -> all.stream().map(each -> checked(through(after, each))).toList());
    }

    /** Error records pass untouched. */
    private List<Product> through(List<Processor> processors, List<Product> products) {
        List<Product> now = products;
        for (Processor processor : processors) {
            List<Product> next = new ArrayList<>(now.size());
            for (Product product : now) {
                if (product.error().isPresent()) {
                    next.add(product);
                } else {
                    processor.process(product.record(), new Collected(product.record(), next));
                }
            }
            now = next;
        }
        return now;
    }

    private final class Collected implements Processor.Results {
        private final FirehoseRecord from;
        private final List<Product> products;

        private Collected(FirehoseRecord from, List<Product> products) {
            this.from = from;
            this.products = products;
        }

        @Override
        public void pass(FirehoseRecord record) {
            products.add(Product.of(record));
        }

        @Override
        public void fail(ErrorRecord failure) {
            products.add(error(from, failure));
        }
    }

    private Product error(FirehoseRecord from, ErrorRecord failure) {
        return new Product(Optional.of(failure.type()), FirehoseRecord.of(from.origin(), setting.errorEncoder().encode(failure)));
    }

    private CompletionStage<List<List<Product>>> invoke(FunctionStep step, List<List<Product>> products) {
        List<FirehoseRecord> records = products.stream().flatMap(List::stream).filter(product -> product.error().isEmpty())
                .map(Product::record).toList();
        if (records.isEmpty()) {
            return CompletableFuture.completedStage(products);
        }
        return step.apply(records).thenApply(results -> merged(products, results));
    }

    private List<List<Product>> merged(List<List<Product>> products, List<FunctionStep.Result> results) {
        int next = 0;
        List<List<Product>> merged = new ArrayList<>(products.size());
        for (List<Product> each : products) {
            List<Product> here = new ArrayList<>(each.size());
            for (Product product : each) {
                if (product.error().isPresent()) {
                    here.add(product);
                    continue;
                }
                switch (results.get(next++)) {
                    case FunctionStep.Result.Ok ok -> here.add(Product.of(ok.record()));
                    case FunctionStep.Result.Dropped dropped -> { }
                    case FunctionStep.Result.Failed failed -> here.add(error(product.record(), failed.error()));
                }
            }
            merged.add(here);
        }
        return merged;
    }

    private List<Product> checked(List<Product> products) {
        return products.stream().map(this::checked).toList();
    }

    /** Keys that the prefix does not name part nothing. */
    private Product checked(Product product) {
        FirehoseRecord record = product.record();
        if (product.error().isPresent() || setting.queryKeys().isEmpty() && setting.functionKeys().isEmpty() && record.queryKeys().isEmpty()
                && record.functionKeys().isEmpty()) {
            return product;
        }
        Map<String, String> queryKeys = named(record.queryKeys(), setting.queryKeys()), functionKeys = named(record.functionKeys(), setting.functionKeys());
        if (queryKeys.size() < setting.queryKeys().size() || functionKeys.size() < setting.functionKeys().size()) {
            return unpartitioned(record, "A partition key that the prefix names is missing, null or empty");
        }
        if (Stream.concat(queryKeys.values().stream(), functionKeys.values().stream()).anyMatch(value -> value.length() > KEY_CHARACTERS_MAX)) {
            return unpartitioned(record, "A partition key has more than " + KEY_CHARACTERS_MAX + " characters");
        }
        return Product.of(record.withQueryKeys(queryKeys).withFunctionKeys(functionKeys));
    }

    private static Map<String, String> named(Map<String, String> keys, Set<String> names) {
        return keys.entrySet().stream().filter(key -> names.contains(key.getKey()) && !key.getValue().isEmpty())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Product unpartitioned(FirehoseRecord record, String why) {
        return error(record, new ErrorRecord.Processing(ErrorOutputType.PROCESSING_FAILED, record.origin(), record.data(),
                "DynamicPartitioning.MetadataExtractionFailed", why, 1, setting.clock().millis(), Optional.empty()));
    }
}
