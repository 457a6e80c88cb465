package io.millrace.bench.ceiling;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.millrace.wire.codec.JsonReader;
import io.millrace.wire.codec.MalformedInput;
import io.millrace.wire.codec.WireNames;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;

/** What a sink does with a body before it answers. */
public enum SinkKind {

    /** Nothing: the ceiling of HTTP. */
    BARE(body -> Future.succeededFuture()),
    /** Parses the JSON and decodes the base64 with the server's own parser, off the event loop as the server does. */
    PARSING(SinkKind::parseElsewhere);

    private static final WireNames RECORDS = WireNames.of("Records"), DATA = WireNames.of("Data");

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
        JsonReader reader = new JsonReader(body, body.length);
        byte[] target = new byte[body.length];
        int dataBytes = 0;
        reader.beginObject();
        while (reader.nextMember()) {
            if (isNamed(RECORDS, reader)) {
                reader.beginList();
                while (reader.nextElement()) {
                    dataBytes += record(reader, target, dataBytes);
                }
            } else {
                reader.skip();
            }
        }
        if (dataBytes == 0) {
            throw new MalformedInput("a body without data");
        }
    }

    private static int record(JsonReader reader, byte[] target, int at) {
        int dataBytes = 0;
        reader.beginObject();
        while (reader.nextMember()) {
            if (isNamed(DATA, reader)) {
                reader.blob();
                dataBytes = reader.encoding().decodedLength(reader.array(), reader.offset(), reader.length());
                reader.encoding().decode(reader.array(), reader.offset(), reader.length(), target, at, dataBytes);
            } else {
                reader.skip();
            }
        }
        return dataBytes;
    }

    private static boolean isNamed(WireNames name, JsonReader reader) {
        return name.indexOf(reader.array(), reader.offset(), reader.length()) == 0;
    }

    /** Started only by the sink that needs it. */
    private static final class Pool {
        static final ExecutorService PARSERS = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    }
}
