package io.millrace.functions.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A function's log file: lines {@code time requestId text}, {@code -} for the request id outside of invocations. When it is full it
 * becomes {@code .1}, over the one before: so two files at most. Not synced. On the output thread; a disk that refuses costs lines, not
 * the function: it is reported once.
 */
final class FunctionLog implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(FunctionLog.class);

    private final Path file;
    private final long bytesMax;
    private OutputStream out;
    private long bytes;
    private boolean failing;
    private int users;

    FunctionLog(Path file, long bytesMax) {
        this.file = file;
        this.bytesMax = bytesMax;
    }

    void addUser() {
        users++;
    }

    /** Returns whether nobody is left. */
    boolean removeUser() {
        return --users == 0;
    }

    void line(long timeMillis, String requestId, byte[] text, int length) {
        byte[] head = (Instant.ofEpochMilli(timeMillis).truncatedTo(ChronoUnit.MILLIS) + " " + requestId + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] line = new byte[head.length + length + 1];
        System.arraycopy(head, 0, line, 0, head.length);
        System.arraycopy(text, 0, line, head.length, length);
        line[line.length - 1] = '\n';
        try {
            makeRoom(line.length);
            out.write(line);
            bytes += line.length;
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOGGER.atWarn().addKeyValue("file", file).setCause(e).log("function log not written");
            }
            failing = true;
        }
    }

    private void makeRoom(int length) throws IOException {
        if (out != null && bytes + length > bytesMax) {
            out.close();
            out = null;
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (out == null) {
            Files.createDirectories(file.getParent());
            out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            bytes = Files.size(file);
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
            out = null;
        }
    }
}
