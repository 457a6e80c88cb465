package io.millrace.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import software.amazon.awssdk.core.SdkBytes;

/** What the function {@code CallLog} was called with, call by call. Its directory is open to all: a worker may be another user. */
final class CallLog {

    static final String HANDLER = "CallLogFunction";
    /** A record whose data begin so makes its call fail. */
    static final String POISON = "poison";

    private static final String RECORDS = "\t", FIELDS = " ";

    private final Path file;

    /**
     * A record as the function's handler saw it.
     *
     * @param arrivedAtMillis ApproximateArrivalTimestamp, epoch milliseconds
     */
    record Seen(String shard, String sequenceNumber, String partitionKey, String data, long arrivedAtMillis, String streamArn) {

        static Seen parse(String text) {
            String[] fields = text.split(FIELDS);
            return new Seen(fields[0], fields[1], fields[2], fields[3], Long.parseLong(fields[4]), fields[5]);
        }
    }

    /** One call of the function: how it ended, and with what it was called. */
    record Call(boolean failed, List<Seen> records) {

        static Call parse(String line) {
            String[] parts = line.split(RECORDS);
            return new Call(parts[0].equals("failed"), Stream.of(parts).skip(1).map(Seen::parse).toList());
        }

        List<String> data() {
            return records.stream().map(Seen::data).toList();
        }
    }

    CallLog(Path directory) throws IOException {
        Files.createDirectories(directory);
        file = Files.createFile(directory.resolve("calls"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    Path file() {
        return file;
    }

    /** Makes a function under that name that writes this log, and waits until it is ready. */
    void deploy(AwsSdk aws, String name, Path archive) throws IOException {
        SdkBytes code = FunctionArchive.bytes(archive);
        aws.lambda().createFunction(call -> call.functionName(name).runtime("java21").handler(HANDLER + "::handleRequest").role(AwsSdk.ROLE)
                .timeout(30).memorySize(128).environment(environment -> environment.variables(Map.of("CALL_LOG", file.toString())))
                .code(zip -> zip.zipFile(code)));
        aws.awaitActive(name);
    }

    /** The calls with records of one stream, in the order the function ended them. A last line without its end is still being written. */
    List<Call> calls(String streamArn) {
        try {
            String text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Call::parse)
                    .filter(call -> call.records().getFirst().streamArn().equals(streamArn)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The records of the calls that went well. */
    List<Seen> done(String streamArn) {
        return calls(streamArn).stream().filter(call -> !call.failed()).flatMap(call -> call.records().stream()).toList();
    }

    /** Their data. */
    List<String> doneData(String streamArn) {
        return done(streamArn).stream().map(Seen::data).toList();
    }
}
