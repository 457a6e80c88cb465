package io.millrace.bench.ceiling;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.millrace.wire.codec.JsonReader;
import io.millrace.wire.codec.MalformedBody;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;

/** What a sink does with a body before it answers. */
public enum SinkKind {

    /** Nothing: the ceiling of HTTP. */
    BARE(body -> Future.succeededFuture()),
    /** Parses the JSON and decodes the base64 with the server's own parser, off the event loop as the server does. */
    PARSING(SinkKind::parseElsewhere);

    private static final String RECORDS = "Records", DATA = "Data";

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
            } catch (RuntimeException e) {
                parsed.fail(e);
            }
        });
        return parsed.future();
    }

    private static void parse(byte[] body) {
        JsonReader reader = new JsonReader(body, 0, body.length);
        int records = 0;
        reader.beginObject();
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
            if (name.equals(RECORDS)) {
                reader.beginArray();
                while (reader.nextElement()) {
                    records += record(reader);
                }
            } else {
                reader.skip();
            }
        }
        if (records == 0) {
            throw new MalformedBody("a body without data");
        }
    }

    private static int record(JsonReader reader) {
        int blobs = 0;
        reader.beginObject();
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
            if (name.equals(DATA)) {
                blobs += reader.blob().decode().hasRemaining() ? 1 : 0;
            } else {
                reader.skip();
            }
        }
        return blobs;
    }

    /** Started only by the sink that needs it. */
    private static final class Pool {
        static final ExecutorService PARSERS = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    }
}
