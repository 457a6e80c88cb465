package io.millrace.firehose.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.firehose.transform.FirehoseRecord;
import io.millrace.firehose.transform.RecordOrigin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every output format owes the pipeline; one heir per implementation. */
public abstract class OutputFormatContractTest {

    private static final OutputFormat.NewObject OBJECT = new OutputFormat.NewObject("an-object", 1_700_000_000_000L);
    private static final int RECORDS = 5_000;

    protected abstract OutputFormat format();

    /** The records in an object, read by something else than what wrote it. */
    protected abstract List<String> read(byte[] object) throws Exception;

    /** A record the format takes; what {@link #read} gives of it is equal to it. */
    protected String sample(int number) {
        return "{\"number\":" + number + "}\n";
    }

    @Test
    void everyRecordIsInTheObjectInOrder() throws Exception {
        List<String> records = IntStream.range(0, RECORDS).mapToObj(this::sample).toList();
        assertThat(read(encode(records))).isEqualTo(records);
    }

    @Test
    void theSameRecordsGiveTheSameBytes() throws Exception {
        List<String> records = IntStream.range(0, 100).mapToObj(this::sample).toList();
        assertThat(encode(records)).isEqualTo(encode(records));
    }

    private byte[] encode(List<String> records) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Long> rejected = new ArrayList<>();
        try (OutputFormat.Encoder encoder = format().open(OBJECT, out, (index, failure) -> rejected.add(index))) {
            for (int i = 0; i < records.size(); i++) {
                encoder.write(FirehoseRecord.of(new RecordOrigin("id-" + i, i, Optional.empty()), records.get(i).getBytes(StandardCharsets.UTF_8)));
            }
            assertThat(encoder.finish()).isEqualTo(records.size());
        }
        assertThat(rejected).isEmpty();
        return out.toByteArray();
    }
}
