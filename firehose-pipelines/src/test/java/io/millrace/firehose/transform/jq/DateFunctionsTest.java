package io.millrace.firehose.transform.jq;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates as the jq program of this machine has them, which is asked beside ours. */
class DateFunctionsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TIMES = 300;

    @ParameterizedTest
    @ValueSource(strings = {
        "map(gmtime)", "map(gmtime | mktime)", "map(todate)", "map(todate | fromdate)", "map(strftime(\"%Y/%m/%d/%H\"))",
        "map(gmtime | strftime(\"%a %A %b %B %c %C %d %D %e %F %g %G %h %H %I %j %k %l %m %M %n %p %P %r %R %S %t %T %u %U %V %w %W %x %X %y %Y %z %%\"))",
        "map(strftime(\"%-d %_H %^a %-m %0e %-I\"))", "map(strftime(\"%s %Q % %\"))",
        "map(strftime(\"%d %b %Y %H:%M:%S\") | strptime(\"%d %b %Y %H:%M:%S\"))",
        "map(strftime(\"%Y-%j %T\") | strptime(\"%Y-%j %T\") | mktime)",
        "map(strftime(\"%A, %B %d, %Y\") | strptime(\"%A, %B %d, %Y\") | mktime)",
        "map(strftime(\"%y%m%dT%I:%M %p\") | strptime(\"%y%m%dT%I:%M %p\"))",
        "map(todate | strptime(\"%Y-%m-%dT%H:%M:%S%Z\") | mktime)", "map(localtime | mktime)", "map(strflocaltime(\"%F %T\"))",
        "map(todateiso8601 | fromdateiso8601)", "map(gmtime | todate)"})
    void asJqHasThem(String query) throws Exception {
        List<Object> times = new ArrayList<>(List.of(0, 1, 951782400, 1425599621, 1800000000.25, 4102444799L));
        Random random = new Random(query.hashCode());
        Stream.generate(() -> random.nextLong(4_000_000_000L)).limit(TIMES).forEach(times::add);
        String document = JSON.writeValueAsString(times);
        assertThat(ours(query, document)).isEqualTo(jqs(query, document));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x\" | strftime(\"%Y\")", "\"x\" | strptime(\"%Y\")", "1 | strptime(\"%Y\")", "\"x\" | mktime",
        "[1] | mktime", "[\"a\",1,1,1,1,1] | mktime", "\"x\" | gmtime", "\"x\" | localtime", "\"2015rest\" | strptime(\"%Y\")",
        "\"2015-02-30\" | fromdate", "\"99\" | strptime(\"%H\")"})
    void errorsAsJqHasThem(String query) throws Exception {
        String attempt = "try (" + query + ") catch .";
        assertThat(ours(attempt, "null")).isEqualTo(jqs(attempt, "null"));
    }

    /** AWS's own example of partitioning by time. */
    @Test
    void theGuidesExampleWorks() throws Exception {
        String query = "{customer_id: .customer_id, device: .type.device, year: .event_timestamp|strftime(\"%Y\"), month: .event_timestamp|strftime(\"%m\")}";
        String document = "{\"customer_id\":\"123\",\"type\":{\"device\":\"d\"},\"event_timestamp\":1565382027}";
        assertThat(ours(query, document)).isEqualTo("[{\"customer_id\":\"123\",\"device\":\"d\",\"year\":\"2019\",\"month\":\"08\"}]");
    }

    @Test
    void theServersEnvironmentIsNotThere() throws Exception {
        for (String query : List.of("$ENV", "env", "$ENV.PATH")) {
            String result;
            try {
                result = ours(query, "null");
            } catch (QueryFailed e) {
                result = e.getMessage();
            }
            assertThat(result).doesNotContain(System.getenv("PATH"));
        }
    }

    private static String ours(String query, String document) throws Exception {
        List<JsonNode> results = Query.compile(query).apply(JSON.readTree(document));
        return results.toString().replace(", ", ",");
    }

    private static String jqs(String query, String document) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("jq", "-c", query);
        builder.environment().put("TZ", "UTC");
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(document.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String problems = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(problems).isZero();
        return JSON.readTree("[" + String.join(",", output.lines().toList()) + "]").toString();
    }
}
