package io.millrace.bench.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** Reads shards from iterators to their ends with GetRecords, one shard after the other on one connection. */
public final class ShardReading implements Conversation {

    private static final int LIMIT = 10_000;
    private static final byte[] NEXT = "\"NextShardIterator\":\"".getBytes(StandardCharsets.ISO_8859_1),
            NUMBER = "\"SequenceNumber\"".getBytes(StandardCharsets.ISO_8859_1),
            AT_THE_END = "\"MillisBehindLatest\":0".getBytes(StandardCharsets.ISO_8859_1);

    private final Iterator<String> iterators;
    private String iterator;
    private long records;
    private long replyBytes;

    /** @param iterators shared by all connections that read: each takes the next shard from it */
    public ShardReading(Iterator<String> iterators) {
        this.iterators = iterators;
    }

    @Override
    public ByteBuffer next() {
        if (iterator == null) {
            if (!iterators.hasNext()) {
                return null;
            }
            iterator = iterators.next();
        }
        return Requests.kinesis("GetRecords", "{\"ShardIterator\":\"" + iterator + "\",\"Limit\":" + LIMIT + "}");
    }

    @Override
    public void reply(int status, ByteBuffer body, long latencyNanos) throws IOException {
        if (status != 200) {
            throw new IOException("GetRecords answered " + status + ": " + StandardCharsets.UTF_8.decode(body));
        }
        int here = Bytes.count(body, NUMBER);
        records += here;
        replyBytes += body.remaining();
        iterator = here == 0 && Bytes.contains(body, AT_THE_END) ? null : nextIterator(body);
    }

    /** Records read so far. */
    public long records() {
        return records;
    }

    /** Bytes of replies so far. */
    public long replyBytes() {
        return replyBytes;
    }

    private static String nextIterator(ByteBuffer body) throws IOException {
        int end = body.arrayOffset() + body.limit();
        int start = Bytes.indexOf(body.array(), body.arrayOffset() + body.position(), end, NEXT) + NEXT.length;
        if (start < NEXT.length) {
            throw new IOException("GetRecords answered without NextShardIterator");
        }
        int quote = start;
        while (body.array()[quote] != '"') {
            quote++;
        }
        return new String(body.array(), start, quote - start, StandardCharsets.ISO_8859_1);
    }
}
