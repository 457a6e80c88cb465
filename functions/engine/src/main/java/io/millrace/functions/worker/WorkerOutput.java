package io.millrace.functions.worker;

import io.millrace.clock.Clock;
import io.millrace.functions.process.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What a worker writes: taken from its pipe, cut into lines, bounded, marked with the invocation it belongs to. On the output thread,
 * but for {@link #begin}.
 */
final class WorkerOutput {

    /** As LogType Tail gives. */
    static final int TAIL_BYTES = 4096;

    private static final int LINE_BYTES_MAX = 8 * 1024;
    private static final int PUMP_BYTES_MAX = 256 * 1024;
    private static final String OUTSIDE = "-";
    private static final byte[] NEW_LINE = {'\n'};

    private final ChildProcess child;
    private final FunctionLog log;
    private final Clock clock;
    private final byte[] buffer;
    private final byte[] line = new byte[LINE_BYTES_MAX];
    private int lineLength;
    private final Tail tail = new Tail(TAIL_BYTES);
    private String written = OUTSIDE;
    private volatile String requestId = OUTSIDE;

    /** @param buffer shared by all on the output thread */
    WorkerOutput(ChildProcess child, FunctionLog log, Clock clock, byte[] buffer) {
        this.child = child;
        this.log = log;
        this.clock = clock;
        this.buffer = buffer;
    }

    /** What is written from now on belongs to this invocation. Before the worker can know of it, after the end of the last; any thread. */
    void begin(String newRequestId) {
        requestId = newRequestId;
    }

    /** Takes what is there, up to a bound. Returns how many bytes that were. */
    int pump() throws IOException {
        startLine();
        int total = 0;
        for (int count = child.read(buffer); count > 0; count = child.read(buffer)) {
            split(count);
            total += count;
            if (total >= PUMP_BYTES_MAX) {
                break;
            }
        }
        return total;
    }

    /** Ends the invocation with these lines; returns the tail. */
    byte[] finish(String... lines) throws IOException {
        pump();
        endLine();
        for (String text : lines) {
            write(text);
        }
        requestId = OUTSIDE;
        written = OUTSIDE;
        return tail.bytes();
    }

    /** The end of the output, for the report of a failed start. */
    byte[] end() throws IOException {
        pump();
        endLine();
        return tail.bytes();
    }

    FunctionLog log() {
        return log;
    }

    void close() throws IOException {
        pump();
        endLine();
        child.closeOutput();
    }

    private void startLine() {
        String now = requestId;
        if (!now.equals(written)) {
            endLine();
            written = now;
            tail.clear();
            write("START RequestId: " + now + " Version: $LATEST");
        }
    }

    private void split(int count) {
        for (int i = 0; i < count; i++) {
            if (buffer[i] == '\n') {
                emit();
            } else {
                if (lineLength == line.length) {
                    emit();
                }
                line[lineLength++] = buffer[i];
            }
        }
    }

    private void endLine() {
        if (lineLength > 0) {
            emit();
        }
    }

    private void emit() {
        write(line, lineLength);
        lineLength = 0;
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes, bytes.length);
    }

    private void write(byte[] text, int length) {
        tail.write(text, 0, length);
        tail.write(NEW_LINE, 0, 1);
        log.line(clock.millis(), written, text, length);
    }
}
