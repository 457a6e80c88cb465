package io.millrace.firehose.schema.api;

import io.millrace.clock.Clock;
import io.millrace.firehose.schema.TableFiles;
import io.millrace.identity.Identity;
import io.millrace.wire.http.WireApi;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.model.ServiceModel;
import java.util.ArrayList;
import java.util.List;

/** The API of AWS Glue's Data Catalog as a table of its operations. Closing it waits for calls under way. */
public final class GlueApi implements AutoCloseable {

    private static final String TARGET_PREFIX = "AWSGlue";

    private final GlueWork work = new GlueWork();
    private final WireApi api;

    /** Read with the first call. */
    private static final class Pinned {
        static final ServiceModel MODEL = ServiceModel.load(GlueApi.class, "service-model.txt");
        static final ShapeWriter SHAPES = new ShapeWriter(MODEL);
    }

    /** Reads and starts nothing. */
    public GlueApi(TableFiles files, Identity identity, Clock clock) {
        GlueCall calls = new GlueCall(identity);
        Entries entries = new Entries(files, identity);
        List<WireOperation<?>> operations = new ArrayList<>();
        operations.addAll(new DatabaseOperations(work, calls, files, entries, clock).operations());
        operations.addAll(new TableOperations(work, calls, files, clock).operations());
        operations.addAll(new TableReads(work, calls, files, entries).operations());
        operations.addAll(new VersionOperations(work, calls, files, entries).operations());
        operations.addAll(new TagOperations(work, calls, files, entries).operations());
        api = WireApi.of("glue", TARGET_PREFIX, operations, UnbuiltOperations.names(),
                new WireApi.Faults(GlueFault.VALIDATION, GlueFault.THROTTLED, GlueFault.INTERNAL));
    }

    /** The model this API is pinned to: what is built of it. */
    public static ServiceModel model() {
        return Pinned.MODEL;
    }

    static ShapeWriter shapes() {
        return Pinned.SHAPES;
    }

    public WireApi wire() {
        return api;
    }

    @Override
    public void close() throws InterruptedException {
        work.close();
    }
}
