package io.millrace.firehose.deliver;

import io.millrace.firehose.buffer.Outcome;
import io.millrace.firehose.buffer.PositionSet;
import io.millrace.firehose.buffer.SealedSpool;
import io.millrace.firehose.buffer.SpoolDirectory;
import io.millrace.firehose.buffer.SpoolKey;
import io.millrace.firehose.config.ConversionConfig;
import io.millrace.firehose.config.S3Config;
import io.millrace.firehose.error.ConversionFailure;
import io.millrace.firehose.error.ErrorOutputType;
import io.millrace.firehose.error.ErrorRecord;
import io.millrace.firehose.error.ErrorRecordEncoder;
import io.millrace.firehose.format.OutputFormat;
import io.millrace.firehose.prefix.ObjectNaming;
import io.millrace.firehose.transform.FirehoseRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Makes parcels of spools: the object's file, forced, and its manifest, which is the caller's to make durable. Blocks; on a format thread. */
final class ObjectMaker {

    private final SpoolDirectory directory;
    private final ErrorRecordEncoder errorEncoder;

    ObjectMaker(SpoolDirectory directory, ErrorRecordEncoder errorEncoder) {
        this.directory = directory;
        this.errorEncoder = errorEncoder;
    }

    /** Numbers and files for what may be made, and with which key it is sealed; drawn on the lane. */
    record Draft(long number, String objectFile, long errorNumber, String errorFile, Optional<String> keyName, long nowMillis) {
    }

    /** Why an endpoint did not take a request. */
    record Refusal(String code, String message, int attempts) {
    }

    /** One manifest, or a second one for records that the format refused, or that one alone; of error records where the data has no name. */
    List<Manifest> make(SealedSpool spool, OutletSet outlets, Draft draft) throws IOException {
        Channel channel = outlets.channel(spool.key().way());
        Outlet outlet = outlets.of(channel).orElseThrow();
        String name = name(outlet, spool);
        if (!outlet.naming().isUsable(name)) {
            if (channel != Channel.OBJECT) {
                throw unusable(name);
            }
            return List.of(unnamed(spool, outlets, draft));
        }
        Rejected rejected = new Rejected();
        List<Manifest> made = new ArrayList<>();
        long[] records = new long[1];
        long length = directory.write(draft.objectFile(), draft.keyName(), out -> records[0] = encode(outlet.format(),
                new OutputFormat.NewObject(name, draft.nowMillis()), out, spool.file(), rejected));
        if (records[0] > 0) {
            Optional<String> kept = channel == Channel.REQUEST ? Optional.of(spool.file()) : Optional.empty();
            made.add(new Manifest(draft.number(), channel, name, records[0], length, spool.bytes(), draft.objectFile(), kept, draft.nowMillis(),
                    spool.oldestArrivedAtMillis(), spool.holdsFrom(), spool.key(), spool.positions()));
        } else {
            directory.delete(draft.objectFile());
        }
        if (!rejected.isEmpty()) {
            made.add(rejected(spool, outlets, draft, rejected));
        }
        directory.sync();
        return made;
    }

    private Manifest rejected(SealedSpool spool, OutletSet outlets, Draft draft, Rejected rejected) throws IOException {
        S3Config config = (S3Config) outlets.config();
        ConversionConfig.Schema schema = config.conversion().orElseThrow().schema();
        long[] index = new long[1];
        return errors(spool, outlets, draft, Outcome.Way.FORMAT_CONVERSION_FAILED, record -> {
            ConversionFailure failure = rejected.of(index[0]++);
            return failure == null ? null : new ErrorRecord.Conversion(record.origin(), record.data(), failure, 1, draft.nowMillis(),
                    schema.catalogId().orElse(""), schema.database(), schema.table(), schema.region().orElse(""), schema.version());
        });
    }

    /** A prefix with expressions may come to more than a key may have; waiting does not mend that. */
    private Manifest unnamed(SealedSpool spool, OutletSet outlets, Draft draft) throws IOException {
        Manifest manifest = errors(spool, outlets, draft, Outcome.Way.PROCESSING_FAILED, record -> new ErrorRecord.Processing(
                ErrorOutputType.PROCESSING_FAILED, record.origin(), record.data(), "S3.KeyTooLong",
                "The prefix, evaluated for the record's partition keys, is too long", 1, draft.nowMillis(), Optional.empty()));
        directory.sync();
        return manifest;
    }

    /** The manifest of the backup of a request that was not taken. */
    Manifest refused(SealedSpool spool, OutletSet outlets, Draft draft, Refusal refusal) throws IOException {
        Manifest manifest = errors(spool, outlets, draft, Outcome.Way.HTTP_ENDPOINT_FAILED, record -> new ErrorRecord.HttpEndpoint(record.origin(),
                record.data(), refusal.code(), refusal.message(), refusal.attempts(), draft.nowMillis()));
        directory.sync();
        return manifest;
    }

    /** @param error the error record of a record; null where it did not fail */
    private Manifest errors(SealedSpool spool, OutletSet outlets, Draft draft, Outcome.Way way, Function<FirehoseRecord, ErrorRecord> error)
            throws IOException {
        Outlet outlet = outlets.errors();
        SpoolKey key = SpoolKey.unpartitioned(way);
        SealedSpool failed = new SealedSpool(key, spool.file(), spool.records(), spool.bytes(), spool.positions(), spool.holdsFrom(),
                spool.oldestArrivedAtMillis());
        String name = name(outlet, failed);
        if (!outlet.naming().isUsable(name)) {
            throw unusable(name);
        }
        PositionSet.Builder positions = new PositionSet.Builder();
        long[] records = new long[1];
        long length = directory.write(draft.errorFile(), draft.keyName(), out -> {
            try (OutputFormat.Encoder encoder = outlet.format().open(new OutputFormat.NewObject(name, draft.nowMillis()), out, ObjectMaker::impossible)) {
                directory.readSpool(spool.file(), (position, record) -> {
                    ErrorRecord failure = error.apply(record);
                    if (failure != null) {
                        encoder.write(record.withData(errorEncoder.encode(failure)));
                        positions.add(position);
                    }
                });
                records[0] = encoder.finish();
            }
        });
        return new Manifest(draft.errorNumber(), Channel.ERRORS, name, records[0], length, spool.bytes(), draft.errorFile(), Optional.empty(),
                draft.nowMillis(), spool.oldestArrivedAtMillis(), spool.holdsFrom(), key, positions.build());
    }

    private static void impossible(long index, ConversionFailure failure) {
        throw new IllegalStateException("error record " + index + " was refused: " + failure.code());
    }

    private long encode(OutputFormat format, OutputFormat.NewObject object, java.io.OutputStream out, String spoolFile,
            Rejected rejected) throws IOException {
        try (OutputFormat.Encoder encoder = format.open(object, out, rejected)) {
            directory.readSpool(spoolFile, (position, record) -> encoder.write(record));
            return encoder.finish();
        }
    }

    private static String name(Outlet outlet, SealedSpool spool) {
        SpoolKey key = spool.key();
        return outlet.naming().name(new ObjectNaming.ObjectTraits(spool.oldestArrivedAtMillis(), key.queryKeys(), key.functionKeys(),
                key.way().error().map(type -> type.wireName())));
    }

    private static IOException unusable(String name) {
        return new IOException("the object's name cannot be used, it has " + name.length() + " characters");
    }
}
