package io.millrace.kinesis.rate;

import io.millrace.clock.Clock;
import io.millrace.kinesis.KinesisLimits;
import io.millrace.stream.ShardKey;

/** Whether a shard has rate left. Takes it if so. Any thread. */
public interface ShardRates {

    /** No rates. */
    ShardRates UNLIMITED = new ShardRates() {
        @Override
        public boolean admitsPut(ShardKey shard, int bytes) {
            return true;
        }

        @Override
        public boolean admitsRead(ShardKey shard) {
            return true;
        }

        @Override
        public void read(ShardKey shard, long bytes) {
            assert bytes >= 0;
        }
    };

    /** A record of so many bytes. */
    boolean admitsPut(ShardKey shard, int bytes);

    /** A read; it may give any number of bytes, which are told afterwards. */
    boolean admitsRead(ShardKey shard);

    /** So much was read: later reads wait for it. */
    void read(ShardKey shard, long bytes);

    /** AWS's rates of a provisioned stream, from {@link KinesisLimits}. */
    static ShardRates enforced(Clock clock) {
        return new TokenBuckets(clock);
    }
}
