import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Starts a child, writes both process ids down, and never answers: it does not notice when nobody waits for it any more. */
public class StubbornFunction implements RequestHandler<Map<String, Object>, String> {

    @Override
    public String handleRequest(Map<String, Object> event, Context context) {
        try {
            Process child = new ProcessBuilder("sleep", "600").start();
            Files.writeString(Path.of(System.getenv("JOURNAL_DIRECTORY"), "journal"), ProcessHandle.current().pid() + " " + child.pid() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (true) {
            LockSupport.park();
        }
    }
}
