package io.millrace.firehose.columnar.worker;

import io.millrace.firehose.columnar.protocol.ConversionJob;
import io.millrace.firehose.columnar.protocol.Frames;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;

/** A format worker's main class. It takes no arguments. */
public final class FormatWorker {

    private static final int OUTPUT_BYTES = 64 * 1024, EXIT_FAILED = 1;

    private FormatWorker() {
    }

    /** Serves the server at the other end of standard input and output until the input ends. */
    public static void main(String[] arguments) throws IOException {
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUTPUT_BYTES));
        // Libraries that print must not print into the frames.
        System.setOut(System.err);
        RequestReader requests = RequestReader.start(new FileInputStream(FileDescriptor.in));
        out.writeByte(Frames.VERSION);
        out.flush();
        while (true) {
            Request request = requests.next();
            if (request instanceof Request.Job job) {
                serve(job.job(), requests, out);
            }
        }
    }

    private static void serve(ConversionJob job, RequestReader requests, DataOutputStream out) throws IOException {
        try {
            ObjectBuild build = new ObjectBuild(job, out);
            out.writeByte(Frames.READY);
            out.flush();
            build.run(requests);
        } catch (RuntimeException | IOException e) {
            out.writeByte(Frames.FAILED);
            Frames.writeText(out, e.toString());
            out.flush();
            e.printStackTrace();
            Runtime.getRuntime().halt(EXIT_FAILED);
        }
    }
}
