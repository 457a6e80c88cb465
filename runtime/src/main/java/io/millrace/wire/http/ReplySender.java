package io.millrace.wire.http;

import io.millrace.wire.codec.ReplyBytes;
import io.millrace.wire.codec.WireFormat;
import io.millrace.wire.codec.WireName;
import io.millrace.wire.codec.WireWriter;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import io.vertx.core.http.HttpServerResponse;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Writes replies and faults and puts them on the line. */
final class ReplySender {

    private static final WireName TYPE = WireName.of("__type"), MESSAGE = WireName.of("message");
    private static final int FAULT_BYTES = 256;
    private static final String REQUEST_ID = "x-amzn-RequestId", CONTENT_TYPE = "Content-Type";

    private ReplySender() {
    }

    /** A reply's bytes; empty ones for an empty reply. */
    static ReplyBytes encode(WireFormat format, WireReply reply) {
        ReplyBytes bytes = new ReplyBytes(reply.expectedBytes());
        if (reply.expectedBytes() > 0) {
            reply.write(format.writer(bytes));
        }
        return bytes;
    }

    static ReplyBytes encodeFault(WireFormat format, String wireName, String message) {
        ReplyBytes bytes = new ReplyBytes(FAULT_BYTES);
        WireWriter out = format.writer(bytes);
        out.beginObject();
        out.member(TYPE, wireName);
        if (message != null) {
            out.member(MESSAGE, message);
        }
        out.endObject();
        return bytes;
    }

    /** Sends on the response's event loop. The bytes are not copied: they must not change any more. */
    static Future<Void> send(HttpServerResponse response, int status, String contentType, ReplyBytes bytes) {
        Buffer body = BufferImpl.buffer(Unpooled.wrappedBuffer(bytes.array(), 0, bytes.length()));
        return response.setStatusCode(status).putHeader(REQUEST_ID, requestId()).putHeader(CONTENT_TYPE, contentType).end(body);
    }

    /** Sends the answer to what is no call at all, as the services' front does. */
    static Future<Void> sendXml(HttpServerResponse response, int status, String body) {
        return response.setStatusCode(status).putHeader(REQUEST_ID, requestId()).putHeader(CONTENT_TYPE, "application/xml").end(body);
    }

    /** Text as it may stand in XML. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Names a call for people who compare logs; not a secret. */
    private static String requestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
