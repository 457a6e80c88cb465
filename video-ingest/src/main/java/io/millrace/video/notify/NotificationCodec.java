package io.millrace.video.notify;

import io.millrace.catalog.Kind;
import io.millrace.stream.StreamId;
import io.millrace.stream.StreamName;
import io.millrace.video.fragment.FragmentNumber;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Notifications as bytes, big endian: {@code version:u8=1 video:i64 videoName videoArn isEnabled:u8 uri destination after:i64}; texts are
 * modified UTF-8 with a length of two bytes.
 */
final class NotificationCodec implements Kind.Codec<Notification> {

    private static final int VERSION = 1;

    @Override
    public byte[] encode(Notification notification) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(VERSION);
            out.writeLong(notification.video().value());
            out.writeUTF(notification.videoName());
            out.writeUTF(notification.videoArn());
            out.writeBoolean(notification.isEnabled());
            out.writeUTF(notification.uri());
            out.writeUTF(notification.destination().value());
            out.writeLong(notification.after().value());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    @Override
    public Notification decode(byte[] bytes) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("video notification of version " + version + " is not known");
            }
            Notification notification = new Notification(new StreamId(in.readLong()), in.readUTF(), in.readUTF(), in.readBoolean(), in.readUTF(),
                    new StreamName(in.readUTF()), new FragmentNumber(in.readLong()));
            if (in.read() >= 0) {
                throw new IllegalArgumentException("bytes behind a video notification");
            }
            return notification;
        } catch (IOException truncated) {
            throw new IllegalArgumentException("not a video notification", truncated);
        }
    }
}
