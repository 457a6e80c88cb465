package io.millrace.kinesis.put;

import io.millrace.identity.Identity;
import io.millrace.kinesis.KinesisFault;
import io.millrace.kinesis.SequenceNumber;
import io.millrace.stage.StageFailure;
import io.millrace.stream.Shard;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamDescription;
import io.millrace.wire.codec.WireName;
import io.millrace.wire.codec.WireWriter;
import io.millrace.wire.http.WireReply;

/** The answer to a PutRecords: each entry's sequence number, or why it failed. */
final class PutRecordsReply implements WireReply {

    private static final WireName FAILED_COUNT = WireName.of("FailedRecordCount"), RECORDS = WireName.of("Records"),
            ERROR_CODE = WireName.of("ErrorCode"), ERROR_MESSAGE = WireName.of("ErrorMessage");
    private static final String INTERNAL_CODE = "InternalFailure", INTERNAL_MESSAGE = "Internal service failure.";
    private static final int FRAME_BYTES = 64, ENTRY_BYTES = 136;

    private final RoutedRecords routed;
    private final PutOperations.Appended[] outcomes;
    private final StreamDescription stream;
    private final Identity identity;

    /** @param outcomes one a part */
    PutRecordsReply(RoutedRecords routed, PutOperations.Appended[] outcomes, StreamDescription stream, Identity identity) {
        this.routed = routed;
        this.outcomes = outcomes;
        this.stream = stream;
        this.identity = identity;
    }

    static String rateExceeded(Shard shard, StreamDescription stream, Identity identity) {
        return "Rate exceeded for shard " + shard.id().wire() + " in stream " + stream.name() + " under account " + identity.account() + ".";
    }

    /** The first failure if the store took nothing at all and nothing was refused for its rate; else null. */
    Throwable failureOfAll() {
        for (int i = 0; i < routed.entries(); i++) {
            if (routed.isRefused(i) || outcomes[routed.partIndex(i)].failure() == null) {
                return null;
            }
        }
        return outcomes[0].failure();
    }

    private int failed() {
        int failed = 0;
        for (int i = 0; i < routed.entries(); i++) {
            failed += routed.isRefused(i) || outcomes[routed.partIndex(i)].failure() != null ? 1 : 0;
        }
        return failed;
    }

    @Override
    public void write(WireWriter out) {
        byte[] number = new byte[SequenceNumber.LENGTH];
        int[] written = new int[outcomes.length];
        out.beginObject();
        out.member(FAILED_COUNT, failed());
        out.name(RECORDS);
        out.beginList();
        for (int i = 0; i < routed.entries(); i++) {
            int index = routed.partIndex(i);
            RoutedRecords.Part part = routed.part(i);
            out.beginObject();
            if (routed.isRefused(i)) {
                writeFailure(out, KinesisFault.RATE.wireName(), rateExceeded(part.shard(), stream, identity));
            } else if (outcomes[index].failure() != null) {
                writeFailure(out, part.shard(), outcomes[index].failure());
            } else {
                SequenceNumber.write(part.shard().id(), outcomes[index].positions().first().value() + written[index]++, number);
                out.name(PutRecordReply.SEQUENCE_NUMBER);
                out.plain(number, 0, number.length);
                out.name(PutRecordReply.SHARD_ID);
                out.plain(part.shardName(), 0, part.shardName().length);
            }
            out.endObject();
        }
        out.endList();
        out.endObject();
    }

    private void writeFailure(WireWriter out, Shard shard, Throwable failure) {
        Throwable cause = StageFailure.cause(failure);
        if (cause instanceof StoreException.Busy) {
            writeFailure(out, KinesisFault.RATE.wireName(), rateExceeded(shard, stream, identity));
        } else {
            writeFailure(out, INTERNAL_CODE, INTERNAL_MESSAGE);
        }
    }

    private static void writeFailure(WireWriter out, String code, String message) {
        out.member(ERROR_CODE, code);
        out.member(ERROR_MESSAGE, message);
    }

    @Override
    public int expectedBytes() {
        return FRAME_BYTES + routed.entries() * ENTRY_BYTES;
    }
}
