package io.millrace.firehose.engine;

import io.millrace.firehose.config.ConfigTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Parts of configurations of this package's tests. */
final class Trees {

    private Trees() {
    }

    /** A bucket whose buffers are of 1 MiB or a second. */
    static ConfigTree s3() {
        return ConfigTree.EMPTY.with("RoleARN", "arn:aws:iam::000000000000:role/any").with("BucketARN", "arn:aws:s3:::bucket")
                .with("BufferingHints", Map.of("SizeInMBs", 1L, "IntervalInSeconds", 1L));
    }

    @SafeVarargs
    static Map<String, Object> processing(Map<String, Object>... processors) {
        return Map.of("Enabled", true, "Processors", List.of(processors));
    }

    /** @param parameters names, each with its value behind it */
    static Map<String, Object> processor(String type, String... parameters) {
        List<Map<String, Object>> given = new ArrayList<>();
        for (int i = 0; i < parameters.length; i += 2) {
            given.add(Map.of("ParameterName", parameters[i], "ParameterValue", parameters[i + 1]));
        }
        return Map.of("Type", type, "Parameters", given);
    }

    /** The function {@code f}. */
    static Map<String, Object> function(String... parameters) {
        List<String> all = new ArrayList<>(List.of("LambdaArn", "arn:aws:lambda:us-east-1:000000000000:function:f"));
        all.addAll(List.of(parameters));
        return processor("Lambda", all.toArray(String[]::new));
    }
}
