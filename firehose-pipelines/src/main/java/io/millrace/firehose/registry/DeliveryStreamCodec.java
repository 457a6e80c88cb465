package io.millrace.firehose.registry;

import io.millrace.catalog.Kind;
import io.millrace.firehose.config.ConfigTree;
import io.millrace.firehose.config.DestinationKind;
import io.millrace.firehose.config.UnsupportedConfig;
import io.millrace.stream.Position;
import io.millrace.stream.StreamId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Delivery streams as bytes: {@code version:u8=1} and a tree ({@link TreeCodec}) whose keys are below. */
final class DeliveryStreamCodec implements Kind.Codec<DeliveryStream> {

    private static final int VERSION = 1;
    private static final String ID = "id", NAME = "name", CREATED = "created", UPDATED = "updated", STREAM_VERSION = "version", KIND = "kind",
            DESTINATION = "destination", ENCRYPTED = "encrypted", KEY_TYPE = "key-type", KEY_ARN = "key-arn", TAGS = "tags", DELETING = "deleting",
            HINT = "throughput-hint", SOURCE_ARN = "source-arn", SOURCE_ROLE = "source-role", SOURCE_STARTED = "source-started",
            SOURCE_STREAM = "source-stream", SOURCE_START = "source-start";

    @Override
    public byte[] encode(DeliveryStream stream) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put(ID, stream.id().value());
        tree.put(NAME, stream.name());
        tree.put(CREATED, stream.createdAtMillis());
        tree.put(UPDATED, stream.updatedAtMillis());
        tree.put(STREAM_VERSION, stream.version());
        tree.put(KIND, stream.kind().name());
        tree.put(DESTINATION, stream.destination().members());
        tree.put(ENCRYPTED, stream.encryption().enabled());
        stream.encryption().keyType().ifPresent(type -> tree.put(KEY_TYPE, type));
        stream.encryption().keyArn().ifPresent(arn -> tree.put(KEY_ARN, arn));
        tree.put(TAGS, stream.tags());
        tree.put(DELETING, stream.deleting());
        switch (stream.source()) {
            case DeliveryStream.DirectPut put -> tree.put(HINT, (long) put.throughputHintMib());
            case DeliveryStream.KinesisSource kinesis -> putSource(kinesis, tree);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            TreeCodec.write(tree, out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void putSource(DeliveryStream.KinesisSource kinesis, Map<String, Object> tree) {
        tree.put(SOURCE_ARN, kinesis.streamArn());
        tree.put(SOURCE_ROLE, kinesis.roleArn());
        tree.put(SOURCE_STARTED, kinesis.startedAtMillis());
        tree.put(SOURCE_STREAM, kinesis.stream().value());
        Map<String, Object> start = new LinkedHashMap<>();
        kinesis.start().forEach((shard, position) -> start.put(shard.toString(), position.value()));
        tree.put(SOURCE_START, start);
    }

    @Override
    public DeliveryStream decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("delivery stream of format version " + version + "; this program knows " + VERSION);
            }
            @SuppressWarnings("unchecked")
            ConfigTree tree = new ConfigTree((Map<String, Object>) TreeCodec.read(in));
            if (in.available() > 0) {
                throw new IllegalArgumentException("delivery stream has " + in.available() + " bytes too many");
            }
            return read(tree);
        } catch (IOException shortened) {
            throw new IllegalArgumentException("delivery stream is cut off", shortened);
        } catch (ClassCastException | UnsupportedConfig otherwise) {
            throw new IllegalArgumentException("delivery stream is malformed", otherwise);
        }
    }

    private static DeliveryStream read(ConfigTree tree) {
        return new DeliveryStream(new StreamId(whole(tree, ID)), tree.required(NAME), whole(tree, CREATED), whole(tree, UPDATED),
                whole(tree, STREAM_VERSION), source(tree), DestinationKind.valueOf(tree.required(KIND)),
                tree.structure(DESTINATION).orElse(ConfigTree.EMPTY),
                new DeliveryStream.Encryption(tree.flag(ENCRYPTED, false), tree.text(KEY_TYPE), tree.text(KEY_ARN)), tree.textMap(TAGS),
                tree.flag(DELETING, false));
    }

    private static DeliveryStream.Source source(ConfigTree tree) {
        Optional<String> arn = tree.text(SOURCE_ARN);
        if (arn.isEmpty()) {
            return new DeliveryStream.DirectPut(tree.whole(HINT, 0));
        }
        Map<Integer, Position> start = new HashMap<>();
        tree.structure(SOURCE_START).orElse(ConfigTree.EMPTY).members()
                .forEach((shard, position) -> start.put(Integer.valueOf(shard), new Position((Long) position)));
        return new DeliveryStream.KinesisSource(arn.get(), tree.required(SOURCE_ROLE), whole(tree, SOURCE_STARTED),
                new StreamId(whole(tree, SOURCE_STREAM)), start);
    }

    private static long whole(ConfigTree tree, String name) {
        if (tree.members().get(name) instanceof Long value) {
            return value;
        }
        throw new IllegalArgumentException("delivery stream has no " + name);
    }
}
