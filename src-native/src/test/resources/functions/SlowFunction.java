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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Writes down that it has begun, takes its time, and writes down the data of its records, each line with a full stop behind it. */
public class SlowFunction implements RequestHandler<Map<String, Object>, String> {

    private static final Path JOURNAL = Path.of(System.getenv("JOURNAL_DIRECTORY"), "journal");
    private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(System.getenv("HOLD_MILLIS")));

    @Override
    public String handleRequest(Map<String, Object> event, Context context) {
        write("begun.\n");
        long end = System.nanoTime() + HOLD_NANOS;
        for (long left = HOLD_NANOS; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        StringBuilder lines = new StringBuilder();
        for (Object each : (List<?>) event.get("Records")) {
            Map<?, ?> kinesis = (Map<?, ?>) ((Map<?, ?>) each).get("kinesis");
            lines.append(new String(Base64.getDecoder().decode((String) kinesis.get("data")), StandardCharsets.UTF_8)).append(".\n");
        }
        write(lines.toString());
        return "written";
    }

    private static void write(String text) {
        try {
            Files.writeString(JOURNAL, text, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
