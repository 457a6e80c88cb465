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
    private static final byte[] ACKNOWLEDGED = "\"FailedRecordCount\":0".getBytes();

    private Filling() {
    }

    /** Puts at least so many records and returns how many were acknowledged. */
    static long fill(InetSocketAddress server, String stream, long records) throws IOException {
        List<ByteBuffer> requests = IntStream.range(0, DISTINCT_REQUESTS)
                .mapToObj(seed -> Requests.putRecords(stream, RECORDS_PER_CALL, PAYLOAD_BYTES, seed)).toList();
        AtomicLong left = new AtomicLong((records + RECORDS_PER_CALL - 1) / RECORDS_PER_CALL);
        long calls = left.get();
        List<Conversation> conversations = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            conversations.add(new Calls(requests, left));
        }
        LoadClient.run(server, conversations);
        return calls * RECORDS_PER_CALL;
    }

    private record Calls(List<ByteBuffer> requests, AtomicLong left) implements Conversation {

        @Override
        public ByteBuffer next() {
            long call = left.getAndDecrement();
            return call > 0 ? requests.get((int) (call % requests.size())).duplicate() : null;
        }

        @Override
        public void reply(int status, ByteBuffer body, long latencyNanos) throws IOException {
            if (status != 200 || !Bytes.contains(body, ACKNOWLEDGED)) {
                throw new IOException("a put failed with status " + status);
            }
        }
    }
}
