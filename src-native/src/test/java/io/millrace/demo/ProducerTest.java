package io.millrace.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class ProducerTest {

    @Test
    void whatIsRefusedIsPutAgainFirstAndInOrder() throws IOException {
        List<String> taken = new ArrayList<>();
        int[] calls = {0};
        try (FakeApi server = new FakeApi(call -> calls[0]++ == 0 ? refuseEveryOther(call, taken) : takeAll(call, taken));
                ApiClient client = server.client()) {
            Producer producer = new Producer(client, "s");
            IntStream.range(0, 6).forEach(i -> producer.offer(new Producer.Line("k", "line " + i)));

            assertThat(producer.putSome()).isEqualTo(3);
            assertThat(producer.putSome()).isEqualTo(3);

            assertThat(taken).containsExactly("line 0", "line 2", "line 4", "line 1", "line 3", "line 5");
            assertThat(producer.accepted()).isEqualTo(6);
            assertThat(producer.isEmpty()).isTrue();
        }
    }

    @Test
    void aPassingFaultLosesNothingAndALastingOneIsTold() throws IOException {
        FakeApi.Answer[] answer = {new FakeApi.Answer(500, "{\"__type\":\"InternalFailureException\"}")};
        try (FakeApi server = new FakeApi(call -> answer[0]); ApiClient client = server.client()) {
            Producer producer = new Producer(client, "s");
            producer.offer(new Producer.Line("k", "text"));

            assertThat(producer.putSome()).isZero();
            assertThat(producer.room()).isEqualTo(Producer.WAITING_MAX - 1);

            answer[0] = new FakeApi.Answer(400, "{\"__type\":\"com.amazonaws#ResourceNotFoundException\",\"message\":\"no s\"}");
            assertThatThrownBy(producer::putSome).isInstanceOf(ApiFault.class).hasMessage("ResourceNotFoundException: no s");
        }
    }

    @Test
    void takesNoMoreThanItsBoundAndPutsAtMost500AtOnce() throws IOException {
        List<String> taken = new ArrayList<>();
        try (FakeApi server = new FakeApi(call -> takeAll(call, taken)); ApiClient client = server.client()) {
            Producer producer = new Producer(client, "s");
            IntStream.range(0, Producer.WAITING_MAX).forEach(i -> assertThat(producer.offer(new Producer.Line("k", "x"))).isTrue());

            assertThat(producer.offer(new Producer.Line("k", "x"))).isFalse();
            assertThat(producer.putSome()).isEqualTo(500);
        }
    }

    @Test
    void aLineOfAFileIsKeyedByItsFirstWord() {
        assertThat(Producer.Line.ofFile("10.0.0.1 - - GET").key()).isEqualTo("10.0.0.1");
        assertThat(Producer.Line.ofFile("word").key()).isEqualTo("line");
        assertThat(Producer.Line.ofFile(" indented").key()).isEqualTo("line");
        assertThat(Producer.Line.ofFile("x".repeat(1_000) + " y").key()).hasSize(64);
    }

    private static FakeApi.Answer takeAll(JsonNode call, List<String> taken) {
        List<String> results = new ArrayList<>();
        for (JsonNode record : call.path("Records")) {
            taken.add(text(record));
            results.add("{\"SequenceNumber\":\"1\",\"ShardId\":\"s\"}");
        }
        return new FakeApi.Answer(200, "{\"FailedRecordCount\":0,\"Records\":" + results + "}");
    }

    private static FakeApi.Answer refuseEveryOther(JsonNode call, List<String> taken) {
        List<String> results = new ArrayList<>();
        for (JsonNode record : call.path("Records")) {
            if (results.size() % 2 == 0) {
                taken.add(text(record));
                results.add("{\"SequenceNumber\":\"1\",\"ShardId\":\"s\"}");
            } else {
                results.add("{\"ErrorCode\":\"InternalFailure\",\"ErrorMessage\":\"full\"}");
            }
        }
        return new FakeApi.Answer(200, "{\"FailedRecordCount\":3,\"Records\":" + results + "}");
    }

    private static String text(JsonNode record) {
        return new String(Base64.getDecoder().decode(record.path("Data").asText()), StandardCharsets.UTF_8);
    }
}
