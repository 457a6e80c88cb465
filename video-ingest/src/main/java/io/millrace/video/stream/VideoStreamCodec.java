package io.millrace.video.stream;

import io.millrace.catalog.Kind;
import io.millrace.stream.StreamId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Video streams as bytes, big endian: {@code version:u8=1 id:i64 name createdAtMillis:i64 version deviceName mediaType
 * retentionHours:i32 count:i32{key value}}; texts are modified UTF-8 with a length of two bytes, empty for none.
 */
final class VideoStreamCodec implements Kind.Codec<VideoStream> {

    private static final int VERSION = 1;

    @Override
    public byte[] encode(VideoStream stream) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(VERSION);
            out.writeLong(stream.id().value());
            out.writeUTF(stream.name());
            out.writeLong(stream.createdAtMillis());
            out.writeUTF(stream.version());
            out.writeUTF(stream.deviceName().orElse(""));
            out.writeUTF(stream.mediaType().orElse(""));
            out.writeInt(stream.retentionHours());
            out.writeInt(stream.tags().size());
            for (Map.Entry<String, String> tag : new TreeMap<>(stream.tags()).entrySet()) {
                out.writeUTF(tag.getKey());
                out.writeUTF(tag.getValue());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    @Override
    public VideoStream decode(byte[] bytes) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("video stream of version " + version + " is not known");
            }
            VideoStream stream = new VideoStream(new StreamId(in.readLong()), in.readUTF(), in.readLong(), in.readUTF(), text(in), text(in),
                    in.readInt(), tags(in));
            if (in.read() >= 0) {
                throw new IllegalArgumentException("bytes behind a video stream");
            }
            return stream;
        } catch (IOException truncated) {
            throw new IllegalArgumentException("not a video stream", truncated);
        }
    }

    private static Optional<String> text(DataInputStream in) throws IOException {
        return Optional.of(in.readUTF()).filter(text -> !text.isEmpty());
    }

    private static Map<String, String> tags(DataInputStream in) throws IOException {
        int count = in.readInt();
        Map<String, String> tags = new TreeMap<>();
        for (int tag = 0; tag < count; tag++) {
            tags.put(in.readUTF(), in.readUTF());
        }
        return tags;
    }
}
