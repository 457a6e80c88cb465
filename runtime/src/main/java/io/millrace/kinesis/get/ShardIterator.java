package io.millrace.kinesis.get;

import io.millrace.kinesis.KinesisFault;
import io.millrace.kinesis.KinesisLimits;
import io.millrace.kinesis.Token;
import io.millrace.stream.Position;
import io.millrace.stream.ShardId;
import io.millrace.stream.ShardKey;
import io.millrace.stream.StreamId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A place in a shard for a client: the token's payload is {@code stream:i64 shard:i32 position:i64 issuedMillis:i64}. */
public record ShardIterator(ShardKey shard, Position position, long issuedAtMillis) {

    private static final int BYTES = 3 * Long.BYTES + Integer.BYTES;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ROOT).withZone(ZoneOffset.UTC);

    public String wire() {
        return Token.write(Token.Kind.ITERATOR, ByteBuffer.allocate(BYTES).putLong(shard.stream().value()).putInt(shard.shard().index())
                .putLong(position.value()).putLong(issuedAtMillis).array());
    }

    /** The iterator a client sent; throws the fault of one that is not ours or too old. */
    public static ShardIterator parse(String wire, long nowMillis) {
        ByteBuffer payload = Token.read(Token.Kind.ITERATOR, wire).filter(bytes -> bytes.remaining() == BYTES).orElseThrow(ShardIterator::invalid);
        ShardIterator iterator;
        try {
            iterator = new ShardIterator(new ShardKey(new StreamId(payload.getLong()), new ShardId(payload.getInt())),
                    new Position(payload.getLong()), payload.getLong());
        } catch (IllegalArgumentException outOfRange) {
            throw invalid();
        }
        if (nowMillis - iterator.issuedAtMillis > KinesisLimits.ITERATOR_AGE_MAX.toMillis()) {
            throw KinesisFault.ITERATOR_EXPIRED.because("Iterator expired. The iterator was created at time " + time(iterator.issuedAtMillis)
                    + " while right now it is " + time(nowMillis) + " which is further in the future than the tolerated delay of "
                    + KinesisLimits.ITERATOR_AGE_MAX.toMillis() + " milliseconds.");
        }
        return iterator;
    }

    private static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    private static RuntimeException invalid() {
        return KinesisFault.ARGUMENT.because("Invalid ShardIterator.");
    }
}
