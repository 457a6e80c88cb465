package io.millrace.checkpoint.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.journal.Frame;

/** The frames of the checkpoint journal, big endian: PUT {@code owner u16+bytes | place u16+bytes | position u64 | attributes}, REMOVE {@code owner u16+bytes}. */
final class CheckpointFrames {

    static final int PUT = 1, REMOVE_OWNER = 2;

    private CheckpointFrames() {
    }

    static Frame put(CheckpointKey key, Checkpoint checkpoint) {
        byte[] owner = key.owner().getBytes(StandardCharsets.UTF_8);
        byte[] place = key.place().getBytes(StandardCharsets.UTF_8);
        return new Frame(PUT, ByteBuffer.allocate(12 + owner.length + place.length + checkpoint.attributes().length).putShort((short) owner.length).put(owner)
                .putShort((short) place.length).put(place).putLong(checkpoint.position()).put(checkpoint.attributes()).array());
    }

    static Frame removeOwner(String owner) {
        byte[] bytes = owner.getBytes(StandardCharsets.UTF_8);
        return new Frame(REMOVE_OWNER, ByteBuffer.allocate(2 + bytes.length).putShort((short) bytes.length).put(bytes).array());
    }

    /** What a row of frames adds up to, by owner and place. */
    static Map<String, Map<String, Checkpoint>> replay(List<Frame> frames) throws IOException {
        Map<String, Map<String, Checkpoint>> owners = new HashMap<>();
        for (Frame frame : frames) {
            ByteBuffer bytes = ByteBuffer.wrap(frame.payload());
            String owner = text(bytes);
            switch (frame.type()) {
                case PUT -> {
                    String place = text(bytes);
                    long position = bytes.getLong();
                    byte[] attributes = new byte[bytes.remaining()];
                    bytes.get(attributes);
                    owners.computeIfAbsent(owner, key -> new HashMap<>()).put(place, new Checkpoint(position, attributes));
                }
                case REMOVE_OWNER -> owners.remove(owner);
                default -> throw new IOException("checkpoint journal has a frame of unknown type " + frame.type());
            }
        }
        return owners;
    }

    private static String text(ByteBuffer bytes) {
        byte[] text = new byte[Short.toUnsignedInt(bytes.getShort())];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
