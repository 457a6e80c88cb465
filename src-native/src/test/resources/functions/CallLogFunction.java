import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes down each of its calls, one line in one write that appends, and then fails if a record asks for it. */
public class CallLogFunction implements RequestHandler<KinesisEvent, String> {

    private static final Path LOG = Path.of(System.getenv("CALL_LOG"));

    @Override
    public String handleRequest(KinesisEvent event, Context context) {
        StringBuilder records = new StringBuilder();
        boolean failing = false;
        for (KinesisEvent.KinesisEventRecord each : event.getRecords()) {
            KinesisEvent.Record kinesis = each.getKinesis();
            String data = StandardCharsets.UTF_8.decode(kinesis.getData().duplicate()).toString();
            failing |= data.startsWith("poison");
            records.append('\t').append(each.getEventID().split(":")[0]).append(' ').append(kinesis.getSequenceNumber()).append(' ')
                    .append(kinesis.getPartitionKey()).append(' ').append(data).append(' ')
                    .append(kinesis.getApproximateArrivalTimestamp().getTime()).append(' ').append(each.getEventSourceARN());
        }
        try (FileChannel log = FileChannel.open(LOG, StandardOpenOption.APPEND)) {
            log.write(ByteBuffer.wrap(((failing ? "failed" : "done") + records + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (failing) {
            throw new IllegalArgumentException("a record asks for it");
        }
        return "done";
    }
}
