package io.millrace.functions.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.functions.batch.BatchRecord;
import io.millrace.functions.batch.StreamBatch;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What each kind of parameter is given, by a stream and by a client. */
class FunctionInputTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    /** A record's data. */
    record Order(String item, int count) {
    }

    private static FunctionInput input(Type type) {
        return FunctionInput.of(Optional.of(type), MAPPER);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aListOfATypeIsTheDataOfTheRecords() throws IOException {
        FunctionInput input = input(new TypeReference<List<Order>>() { }.getType());
        Given.Event event = Given.event("{\"item\":\"flour\",\"count\":2,\"unknown\":1}", "{\"item\":\"grain\"}");
        List<Order> expected = List.of(new Order("flour", 2), new Order("grain", 0));
        assertThat(input.of(event)).isEqualTo(expected);
        assertThat(event.written()).as("times the event was written").hasValue(0);
        assertThat(input.of(event.json())).isEqualTo(expected);
        assertThat(input.of(utf8("[{\"item\":\"flour\",\"count\":2},{\"item\":\"grain\"}]"))).isEqualTo(expected);
    }

    @Test
    void textsAndBytesAreAsTheyAre() throws IOException {
        FunctionInput texts = input(new TypeReference<List<String>>() { }.getType());
        assertThat(texts.of(Given.event("grüße", "no json"))).isEqualTo(List.of("grüße", "no json"));
        assertThat(texts.of(utf8("[\"a\",\"b\"]"))).isEqualTo(List.of("a", "b"));
        FunctionInput bytes = input(new TypeReference<List<byte[]>>() { }.getType());
        assertThat((List<?>) bytes.of(Given.event("ab", ""))).satisfiesExactly(first -> assertThat((byte[]) first).isEqualTo(utf8("ab")),
                second -> assertThat((byte[]) second).isEmpty());
    }

    @Test
    void recordsAreTheSameByEitherWay() throws IOException {
        FunctionInput records = input(new TypeReference<List<BatchRecord>>() { }.getType());
        FunctionInput batch = input(StreamBatch.class);
        Given.Event event = Given.event("one", "two");
        for (Object given : List.of(records.of(event), records.of(event.json()), ((StreamBatch) batch.of(event)).records(),
                ((StreamBatch) batch.of(event.json())).records())) {
            List<?> list = (List<?>) given;
            assertThat(list).hasSize(2);
            BatchRecord second = (BatchRecord) list.get(1);
            assertThat(second.sequenceNumber()).isEqualTo(Given.sequenceNumber(1));
            assertThat(second.partitionKey()).isEqualTo("key");
            assertThat(second.arrivedAt().toEpochMilli()).isEqualTo(1_700_000_000_123L);
            assertThat(second.text()).isEqualTo("two");
            assertThat(second.bytes()).isEqualTo(utf8("two"));
            assertThat(second.data().isReadOnly()).isTrue();
        }
        StreamBatch source = (StreamBatch) batch.of(event.json());
        assertThat(source.shardId()).isEqualTo("shardId-000000000003");
        assertThat(source.streamArn()).isEqualTo(Given.STREAM);
    }

    @Test
    void anyOtherTypeIsTheEvent() throws IOException {
        assertThat(input(Order.class).of(utf8("{\"item\":\"x\",\"count\":1}"))).isEqualTo(new Order("x", 1));
        assertThat(input(String.class).of(utf8("\"a \\u00fc\""))).isEqualTo("a ü");
        assertThat(input(String.class).of(utf8("{\"a\":1}"))).isEqualTo("{\"a\":1}");
        byte[] payload = utf8("[1]");
        assertThat(input(byte[].class).of(payload)).isSameAs(payload);
        assertThat(input(int.class).of(utf8("7"))).isEqualTo(7);
        assertThat(((Map<?, ?>) input(new TypeReference<Map<String, Object>>() { }.getType()).of(Given.event("x"))).keySet()).hasToString("[Records]");
        assertThat(FunctionInput.of(Optional.empty(), MAPPER).of(payload)).isNull();
    }

    @Test
    void whatCannotBeReadNamesTheRecordAndNotItsData() {
        FunctionInput input = input(new TypeReference<List<Order>>() { }.getType());
        assertThatThrownBy(() -> input.of(Given.event("{}", "secret"))).isInstanceOf(IOException.class)
                .hasMessageContaining("record " + Given.sequenceNumber(1)).message().doesNotContain("secret");
        assertThatThrownBy(() -> input.of(utf8("{\"a\":1}"))).hasMessageContaining("neither a JSON array nor Records");
        assertThatThrownBy(() -> input(new TypeReference<List<BatchRecord>>() { }.getType()).of(utf8("[1]"))).hasMessageContaining("Kinesis event");
        assertThatThrownBy(() -> input(new TypeReference<Set<Order>>() { }.getType())).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a batch is a java.util.List");
    }
}
