package io.millrace.examples.telemetry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;

/** Events as Lambda hands them over. */
final class Events {

    private Events() {
    }

    static KinesisEvent of(List<String> texts) {
        List<KinesisEvent.KinesisEventRecord> records = new ArrayList<>();
        for (String text : texts) {
            KinesisEvent.Record data = new KinesisEvent.Record();
            data.setData(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            data.setSequenceNumber(Integer.toString(records.size()));
            KinesisEvent.KinesisEventRecord record = new KinesisEvent.KinesisEventRecord();
            record.setKinesis(data);
            records.add(record);
        }
        KinesisEvent event = new KinesisEvent();
        event.setRecords(records);
        return event;
    }
}
