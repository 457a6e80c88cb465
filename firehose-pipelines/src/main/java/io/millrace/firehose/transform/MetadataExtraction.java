package io.millrace.firehose.transform;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.firehose.config.UnsupportedConfig;
import io.millrace.firehose.transform.jq.Query;
import io.millrace.firehose.transform.jq.QueryFailed;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Partition keys out of a JSON record by a JQ query that makes an object of them. A key that is null or empty fails the record. */
final class MetadataExtraction implements Processor {

    private static final int KEYS_MAX = 50;
    private static final String FAILED = "DynamicPartitioning.MetadataExtractionFailed";
    private static final ObjectReader JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().reader();

    private final Query query;
    private final FailedRecords failures;

    MetadataExtraction(String query, FailedRecords failures) {
        Set<String> keys = QueryKeys.of(query);
        if (keys.size() > KEYS_MAX) {
            throw new UnsupportedConfig("MetadataExtractionQuery makes " + keys.size() + " keys, at most " + KEYS_MAX + " are allowed");
        }
        this.failures = failures;
        this.query = compiled(query);
    }

    private static Query compiled(String text) {
        try {
            Query query = Query.compile(text);
            query.undefined().ifPresent(message -> {
                throw refused(message);
            });
            return query;
        } catch (QueryFailed e) {
            throw refused(e.getMessage());
        }
    }

    private static UnsupportedConfig refused(String message) {
        return new UnsupportedConfig("MetadataExtractionQuery is not valid JQ: " + message);
    }

    @Override
    public void process(FirehoseRecord record, Results results) {
        try {
            JsonNode document = JSON.readTree(record.data());
            results.pass(record.withQueryKeys(keys(query.apply(document))));
        } catch (IOException e) {
            results.fail(failures.of(record, FAILED, "Non JSON record provided"));
        } catch (QueryFailed e) {
            results.fail(failures.of(record, FAILED, e.getMessage()));
        }
    }

    private static Map<String, String> keys(List<JsonNode> made) throws QueryFailed {
        if (made.size() != 1 || !made.getFirst().isObject()) {
            throw new QueryFailed("the query must make one object, it made " + (made.size() == 1 ? made.getFirst().getNodeType() : made.size()));
        }
        Map<String, String> keys = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> key : made.getFirst().properties()) {
            JsonNode value = key.getValue();
            if (value.isContainerNode()) {
                throw new QueryFailed("partitionKeys values must be strings, numbers or booleans: " + key.getKey());
            }
            String text = value.isNull() ? "" : value.asText();
            if (text.isEmpty()) {
                throw new QueryFailed("partitionKeys values must not be null or empty");
            }
            keys.put(key.getKey(), text);
        }
        return keys;
    }
}
