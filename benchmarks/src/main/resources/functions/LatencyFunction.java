import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Each record's data begins with the nanoTime of its put, which on Linux all processes share: writes down how long ago that was. */
public class LatencyFunction implements RequestHandler<Map<String, Object>, String> {

    private static final Path FILE = Path.of(System.getenv("LATENCY_FILE"));

    @Override
    public String handleRequest(Map<String, Object> event, Context context) {
        long now = System.nanoTime();
        StringBuilder lines = new StringBuilder();
        for (Object each : (List<?>) event.get("Records")) {
            Map<?, ?> kinesis = (Map<?, ?>) ((Map<?, ?>) each).get("kinesis");
            String data = new String(Base64.getDecoder().decode((String) kinesis.get("data")), StandardCharsets.ISO_8859_1);
            lines.append(now - Long.parseLong(data.substring(0, data.indexOf(' ')))).append('\n');
        }
        try {
            Files.writeString(FILE, lines, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "written";
    }
}
