package io.millrace.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.millrace.bench.client.Bytes;
import io.millrace.bench.client.Conversation;
import io.millrace.bench.client.LoadClient;
import io.millrace.bench.client.Requests;

/** Fills a stream with so many records of 1 KiB, as fast as the server takes them. */
final class Filling {

    static final int RECORDS_PER_CALL = 500, PAYLOAD_BYTES = 1024;
    private static final int CONNECTIONS = 4, DISTINCT_REQUESTS = 8;
    static final byte[] ACKNOWLEDGED = "\"FailedRecordCount\":0".getBytes();

    private Filling() {
    }

    /** Puts at least so many records and returns how many were acknowledged. */
    static long fill(InetSocketAddress server, String stream, long records) throws IOException {
        List<ByteBuffer> requests = IntStream.range(0, DISTINCT_REQUESTS)
                .mapToObj(seed -> Requests.putRecords(stream, RECORDS_PER_CALL, PAYLOAD_BYTES, seed)).toList();
        long calls = (records + RECORDS_PER_CALL - 1) / RECORDS_PER_CALL;
        call(server, requests, calls, ACKNOWLEDGED);
        return calls * RECORDS_PER_CALL;
    }

    /** Makes so many of these calls, one after the other on each connection; each reply must have the word. */
    static void call(InetSocketAddress server, List<ByteBuffer> requests, long calls, byte[] successWord) throws IOException {
        AtomicLong left = new AtomicLong(calls);
        List<Conversation> conversations = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            conversations.add(new Calls(requests, left, successWord));
        }
        LoadClient.run(server, conversations);
    }

    private record Calls(List<ByteBuffer> requests, AtomicLong left, byte[] successWord) implements Conversation {

        @Override
        public ByteBuffer next() {
            long call = left.getAndDecrement();
            return call > 0 ? requests.get((int) (call % requests.size())).duplicate() : null;
        }

        @Override
        public void reply(int status, ByteBuffer body, long latencyNanos) throws IOException {
            if (status != 200 || !Bytes.contains(body, successWord)) {
                throw new IOException("a put failed with status " + status);
            }
        }
    }
}
