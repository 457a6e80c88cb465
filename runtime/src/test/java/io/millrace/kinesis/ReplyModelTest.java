package io.millrace.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.wire.model.ServiceModel;
import io.millrace.wire.model.Shape;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every operation answers what the pinned model says: no other members, all required ones, of the right types. */
class ReplyModelTest {

    private static final ServiceModel MODEL = KinesisApi.model();

    @Test
    void repliesKeepToTheModel() throws Exception {
        try (KinesisServer server = new KinesisServer()) {
            Calls calls = server.calls();
            calls.call("CreateStream", "{\"StreamName\":\"s\",\"ShardCount\":3,\"Tags\":{\"a\":\"b\"}}");
            calls.call("CreateStream", "{\"StreamName\":\"t\"}");
            String stream = "{\"StreamName\":\"s\"}";
            Map<String, String> requests = new TreeMap<>(Map.of("DescribeStream", "{\"StreamName\":\"s\",\"Limit\":2}", "DescribeStreamSummary", stream, "ListStreams", "{\"Limit\":1}",
                    "ListShards", "{\"StreamName\":\"s\",\"MaxResults\":1}", "ListTagsForStream", stream,
                    "ListTagsForResource", "{\"ResourceARN\":\"arn:aws:kinesis:us-east-1:000000000000:stream/s\"}", "DescribeLimits", "{}", "DescribeAccountSettings", "{}",
                    "PutRecord", "{\"StreamName\":\"s\",\"Data\":\"YQ==\",\"PartitionKey\":\"k\",\"ExplicitHashKey\":\"0\"}",
                    "PutRecords", "{\"StreamName\":\"s\",\"Records\":[{\"Data\":\"YQ==\",\"PartitionKey\":\"k\"}]}"));
            requests.put("GetShardIterator", "{\"StreamName\":\"s\",\"ShardId\":\"shardId-000000000000\",\"ShardIteratorType\":\"LATEST\"}");
            Set<String> withOutput = new HashSet<>(requests.keySet());
            requests.forEach((operation, json) -> check(operation, calls.call(operation, json)));
            check("GetRecords", calls.call("GetRecords", "{\"ShardIterator\":\"" + calls.iterator("s", 0) + "\"}"));
            withOutput.add("GetRecords");
            assertThat(withOutput).as("a reply of every built operation that has one").containsAll(builtWithOutput(calls));
        }
    }

    private static Set<String> builtWithOutput(Calls calls) {
        Set<String> built = new HashSet<>();
        for (String operation : MODEL.operations()) {
            boolean unknown = calls.call(operation, "{}").type().equals("UnknownOperationException");
            if (!unknown && MODEL.operation(operation).output().isPresent()) {
                built.add(operation);
            }
        }
        return built;
    }

    private static void check(String operation, Calls.Answer answer) {
        assertThat(answer.status()).as("%s %s", operation, answer).isEqualTo(200);
        check(MODEL.structure(MODEL.operation(operation).output().orElseThrow()), answer.body(), operation);
    }

    private static void check(Shape shape, JsonNode value, String path) {
        switch (shape) {
            case Shape.Structure structure -> {
                assertThat(value.isObject()).as(path).isTrue();
                for (Shape.Member member : structure.members()) {
                    if (value.has(member.name())) {
                        check(MODEL.shape(member.shape()), value.get(member.name()), path + "." + member.name());
                    } else {
                        assertThat(member.required()).as(path + "." + member.name() + " is required").isFalse();
                    }
                }
                value.fieldNames().forEachRemaining(name -> assertThat(structure.members()).as(path + "." + name).anyMatch(member -> member.name().equals(name)));
            }
            case Shape.ListOf list -> value.forEach(element -> check(MODEL.shape(list.element()), element, path + "[]"));
            case Shape.MapOf map -> assertThat(value.isObject()).as(path).isTrue();
            case Shape.Text text -> {
                assertThat(value.isTextual()).as(path).isTrue();
                assertThat(text.pattern() == null || text.pattern().matcher(value.asText()).matches()).as(path + " " + value).isTrue();
            }
            case Shape.OneOf oneOf -> assertThat(oneOf.values()).as(path).contains(value.asText());
            case Shape.Whole whole -> assertThat(value.isIntegralNumber()).as(path).isTrue();
            case Shape.Blob blob -> assertThat(value.isTextual()).as(path).isTrue();
            case Shape.Real real -> assertThat(value.isNumber()).as(path).isTrue();
            case Shape.Flag flag -> assertThat(value.isBoolean()).as(path).isTrue();
            case Shape.Time time -> assertThat(value.isNumber()).as(path).isTrue();
        }
    }
}
