package io.millrace.video.playback.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.clock.ManualClock;
import io.millrace.video.fragment.FragmentDraft;
import io.millrace.video.fragment.Heads;
import io.millrace.video.playback.PlaybackServer;
import io.millrace.video.playback.PlaybackSettings;
import io.millrace.video.playback.Waiting;
import io.millrace.video.stream.VideoStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchivedMediaTest {

    private static final String ALL = "\"FragmentSelector\":{\"FragmentSelectorType\":\"SERVER_TIMESTAMP\",\"TimestampRange\":"
            + "{\"StartTimestamp\":0,\"EndTimestamp\":4000000000}}";
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private PlaybackServer server;

    @BeforeEach
    void start() {
        server = new PlaybackServer(clock, PlaybackSettings.defaults());
        fill(server.create("camera", 24), 7);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void fill(VideoStream stream, int count) {
        for (int i = 0; i < count; i++) {
            FragmentDraft draft = server.store().begin(stream.id());
            draft.write(new byte[10 + i], 0, 10 + i);
            Waiting.on(draft.commit(clock.millis() - 250, 0, 2_000, Heads.video(1), List.of()));
            clock.advance(Duration.ofSeconds(2));
        }
    }

    private JsonNode list(String members) {
        HttpResponse<String> reply = server.post("/listFragments", "{" + members + "}");
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        try {
            return new ObjectMapper().readTree(reply.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void pagesHaveEveryFragmentOnce() {
        List<String> numbers = new ArrayList<>();
        JsonNode page = list("\"StreamName\":\"camera\",\"MaxResults\":3," + ALL);
        while (true) {
            page.get("Fragments").forEach(fragment -> numbers.add(fragment.get("FragmentNumber").asText()));
            if (!page.has("NextToken")) {
                break;
            }
            page = list("\"StreamName\":\"camera\",\"MaxResults\":3,\"NextToken\":\"" + page.get("NextToken").asText() + "\"");
        }
        assertThat(numbers).hasSize(7).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aFragmentIsToldOf() {
        JsonNode fragment = list("\"StreamName\":\"camera\"," + ALL).get("Fragments").get(1);
        assertThat(fragment.get("FragmentSizeInBytes").asLong()).isEqualTo(11);
        assertThat(fragment.get("FragmentLengthInMilliseconds").asLong()).isEqualTo(2_000);
        assertThat(fragment.get("ServerTimestamp").decimalValue()).isEqualByComparingTo("1700000002.000");
        assertThat(fragment.get("ProducerTimestamp").decimalValue()).isEqualByComparingTo("1700000001.750");
    }

    @ParameterizedTest
    @CsvSource({"SERVER_TIMESTAMP,1700000002,1700000006,3", "PRODUCER_TIMESTAMP,1700000002,1700000006,2", "SERVER_TIMESTAMP,0,1,0"})
    void aRangeIncludesItsEnds(String clockName, long from, long to, int expected) {
        assertThat(list("\"StreamName\":\"camera\",\"FragmentSelector\":{\"FragmentSelectorType\":\"" + clockName + "\",\"TimestampRange\":"
                + "{\"StartTimestamp\":" + from + ",\"EndTimestamp\":" + to + "}}").get("Fragments")).hasSize(expected);
    }

    @Test
    void aStreamWithoutRetentionHasNoArchive() {
        fill(server.create("forgetful", 0), 1);
        assertThat(list("\"StreamName\":\"forgetful\"," + ALL).get("Fragments")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"\"StreamName\":\"camera\"|InvalidArgumentException", "\"StreamName\":\"nobody\"|ResourceNotFoundException",
        "\"StreamName\":\"camera\",\"MaxResults\":0|InvalidArgumentException", "\"StreamName\":\"camera\",\"MaxResults\":1001|InvalidArgumentException",
        "\"StreamName\":\"camera\",\"NextToken\":\"AAAA\"|InvalidArgumentException"})
    void whatCannotBeIsRefused(String members, String fault) {
        String selector = members.contains("nobody") || members.contains("MaxResults") ? "," + ALL : "";
        HttpResponse<String> reply = server.post("/listFragments", "{" + members + selector + "}");
        assertThat(reply.headers().firstValue("x-amzn-ErrorType")).as(reply.body()).contains(fault);
    }

    @Test
    void whatIsNotBuiltIsRefusedByName() {
        for (String operation : List.of("GetClip", "GetImages", "GetDASHStreamingSessionURL")) {
            HttpResponse<String> reply = server.post("/" + operation.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + operation.substring(1), "{}");
            assertThat(reply.headers().firstValue("x-amzn-ErrorType")).contains("InvalidArgumentException");
            assertThat(reply.body()).contains(operation);
        }
    }
}
