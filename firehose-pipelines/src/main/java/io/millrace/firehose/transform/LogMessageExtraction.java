package io.millrace.firehose.transform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * An envelope of CloudWatch Logs becomes its messages, each followed by a newline. Control messages, by which CloudWatch Logs tries the
 * way, are dropped.
 */
final class LogMessageExtraction implements Processor {

    private static final String PARSE_ERROR = "CloudWatchLogProcessing.ParseError";
    private static final JsonFactory JSON = new JsonFactory();

    private final FailedRecords failures;

    LogMessageExtraction(FailedRecords failures) {
        this.failures = failures;
    }

    @Override
    public void process(FirehoseRecord record, Results results) {
        Envelope envelope;
        try (JsonParser parser = JSON.createParser(record.data())) {
            envelope = Envelope.read(parser);
        } catch (IOException e) {
            results.fail(failures.of(record, PARSE_ERROR, "The record is not JSON"));
            return;
        }
        if (envelope.type.equals("CONTROL_MESSAGE")) {
            return;
        }
        if (!envelope.type.equals("DATA_MESSAGE") || !envelope.hasEvents) {
            results.fail(failures.of(record, PARSE_ERROR, "The record is no data message of CloudWatch Logs"));
            return;
        }
        if (envelope.messages.size() > 0) {
            results.pass(record.withData(envelope.messages.toByteArray()));
        }
    }

    /** Read token by token: a tree of many small values takes many times their bytes. */
    private static final class Envelope {
        private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
        private String type = "";
        private boolean hasEvents;

        static Envelope read(JsonParser parser) throws IOException {
            Envelope envelope = new Envelope();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return envelope;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("messageType") && value == JsonToken.VALUE_STRING) {
                    envelope.type = parser.getText();
                } else if (name.equals("logEvents") && value == JsonToken.START_ARRAY) {
                    envelope.events(parser);
                } else {
                    parser.skipChildren();
                }
            }
            return envelope;
        }

        private void events(JsonParser parser) throws IOException {
            hasEvents = true;
            messages.reset();
            for (JsonToken event = parser.nextToken(); event != JsonToken.END_ARRAY; event = parser.nextToken()) {
                if (event != JsonToken.START_OBJECT) {
                    parser.skipChildren();
                    continue;
                }
                String message = "";
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean isMessage = parser.currentName().equals("message");
                    boolean isScalar = parser.nextToken().isScalarValue();
                    if (isMessage && isScalar) {
                        message = parser.getText();
                    }
                    parser.skipChildren();
                }
                messages.writeBytes(message.getBytes(StandardCharsets.UTF_8));
                messages.write('\n');
            }
        }
    }
}
