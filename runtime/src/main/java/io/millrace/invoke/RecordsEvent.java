package io.millrace.invoke;

import io.millrace.stream.ShardId;
import io.millrace.stream.StreamRecord;
import java.util.List;

/** An event made of consecutive records of one shard: a function in the server's own process takes them as they are, any other gets JSON. */
public interface RecordsEvent {

    /** The event source, as its mapping names it. */
    String streamArn();

    ShardId shard();

    /** At least one, in the shard's order. */
    List<StreamRecord> records();

    /** The same as Lambda's Kinesis event, UTF-8. Written when it is first asked for, and the same array after that; one thread at a time. */
    byte[] json();
}
