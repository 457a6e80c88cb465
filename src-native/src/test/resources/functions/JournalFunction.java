import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Writes down what it is given: one line a record, shard, sequence number and data, each batch in one write that appends. A line is whole
 * when its full stop is there; a batch starts on a new line, whatever a killed worker left before it.
 */
public class JournalFunction implements RequestHandler<Map<String, Object>, String> {

    private static final Path JOURNAL = Path.of(System.getenv("JOURNAL_DIRECTORY"), "journal");

    @Override
    public String handleRequest(Map<String, Object> event, Context context) {
        StringBuilder lines = new StringBuilder("\n");
        for (Object each : (List<?>) event.get("Records")) {
            Map<?, ?> record = (Map<?, ?>) each;
            Map<?, ?> kinesis = (Map<?, ?>) record.get("kinesis");
            String shard = ((String) record.get("eventID")).split(":")[0];
            String data = new String(Base64.getDecoder().decode((String) kinesis.get("data")), StandardCharsets.UTF_8);
            lines.append(shard).append(' ').append(kinesis.get("sequenceNumber")).append(' ').append(data).append(".\n");
        }
        try (FileChannel journal = FileChannel.open(JOURNAL, StandardOpenOption.APPEND)) {
            journal.write(ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "written";
    }
}
