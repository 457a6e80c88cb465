package io.millrace.bench.ceiling;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;

/** What a sink does with a body before it answers. */
public enum SinkKind {

    /** Nothing: the ceiling of HTTP. */
    BARE(body -> Future.succeededFuture()),
    /** Parses the JSON and decodes the base64, off the event loop as the server does. */
    PARSING(SinkKind::parseElsewhere);

    private static final JsonFactory JSON = new JsonFactory();
    private static final String DATA = "Data";

    private final Work work;

    SinkKind(Work work) {
        this.work = work;
    }

    Work work() {
        return work;
    }

    /** Called on an event loop; completes, on any thread, when the body has been dealt with. */
    interface Work {
        Future<Void> swallow(Buffer body);
    }

    private static Future<Void> parseElsewhere(Buffer body) {
        Promise<Void> parsed = Promise.promise();
        Pool.PARSERS.execute(() -> {
            try {
                parse(body.getBytes());
                parsed.complete();
            } catch (IOException | RuntimeException e) {
                parsed.fail(e);
            }
        });
        return parsed.future();
    }

    private static void parse(byte[] body) throws IOException {
        try (JsonParser parser = JSON.createParser(body)) {
            long payloadBytes = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME && parser.currentName().equals(DATA)) {
                    parser.nextToken();
                    payloadBytes += parser.getBinaryValue().length;
                }
            }
            if (payloadBytes == 0) {
                throw new IOException("a body without data");
            }
        }
    }

    /** Started only by the sink that needs it. */
    private static final class Pool {
        static final ExecutorService PARSERS = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    }
}
