package io.millrace.kinesis.rate;

import io.millrace.clock.Clock;
import io.millrace.kinesis.KinesisLimits;
import io.millrace.stream.ShardKey;
import java.util.LinkedHashMap;
import java.util.Map;

/** A bucket of one second's rate for each kind of traffic of a shard. Remembers the shards used last, a bounded number. */
final class TokenBuckets implements ShardRates {

    private static final int SHARDS_MAX = 100_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Clock clock;
    private final Map<ShardKey, Rates> shards = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ShardKey, Rates> eldest) {
            return size() > SHARDS_MAX;
        }
    };

    TokenBuckets(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized boolean admitsPut(ShardKey shard, int bytes) {
        Rates rates = rates(shard);
        if (rates.records.left < 1 || rates.inBytes.left < bytes) {
            return false;
        }
        rates.records.left -= 1;
        rates.inBytes.left -= bytes;
        return true;
    }

    @Override
    public synchronized boolean admitsRead(ShardKey shard) {
        Rates rates = rates(shard);
        if (rates.reads.left < 1 || rates.outBytes.left <= 0) {
            return false;
        }
        rates.reads.left -= 1;
        return true;
    }

    @Override
    public synchronized void read(ShardKey shard, long bytes) {
        rates(shard).outBytes.left -= bytes;
    }

    private Rates rates(ShardKey shard) {
        long now = clock.nanos();
        Rates rates = shards.computeIfAbsent(shard, key -> new Rates(now));
        double seconds = (now - rates.filledAtNanos) / NANOS_PER_SECOND;
        rates.filledAtNanos = now;
        rates.records.fill(seconds);
        rates.inBytes.fill(seconds);
        rates.reads.fill(seconds);
        rates.outBytes.fill(seconds);
        return rates;
    }

    private static final class Rates {
        private final Bucket records = new Bucket(KinesisLimits.SHARD_RECORDS_PER_SECOND);
        private final Bucket inBytes = new Bucket(KinesisLimits.SHARD_IN_BYTES_PER_SECOND);
        private final Bucket reads = new Bucket(KinesisLimits.SHARD_READS_PER_SECOND);
        private final Bucket outBytes = new Bucket(KinesisLimits.SHARD_OUT_BYTES_PER_SECOND);
        private long filledAtNanos;

        Rates(long now) {
            filledAtNanos = now;
        }
    }

    private static final class Bucket {
        private final double perSecond;
        private double left;

        Bucket(double perSecond) {
            this.perSecond = perSecond;
            this.left = perSecond;
        }

        void fill(double seconds) {
            left = Math.min(perSecond, left + seconds * perSecond);
        }
    }
}
