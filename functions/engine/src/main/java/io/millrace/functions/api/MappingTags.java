package io.millrace.functions.api;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** Tags of event source mappings, which the triggers keep. Any thread. */
public interface MappingTags {

    /** No mappings. */
    MappingTags NONE = new MappingTags() {
        @Override
        public Optional<Map<String, String>> find(String uuid) {
            return Optional.empty();
        }

        @Override
        public CompletionStage<Void> change(String uuid, UnaryOperator<Map<String, String>> change) {
            return CompletableFuture.failedStage(new IllegalStateException("no mapping " + uuid));
        }
    };

    /** A mapping's tags; empty when there is no such mapping. */
    Optional<Map<String, String>> find(String uuid);

    /** Changes an existing mapping's tags; the change gets a map of its own and may throw to refuse. */
    CompletionStage<Void> change(String uuid, UnaryOperator<Map<String, String>> change);
}
