package io.millrace.video.ingest;

import static io.millrace.video.fragment.Heads.join;

import io.millrace.video.ebml.ElementId;
import io.millrace.video.ebml.ElementWriter;
import io.millrace.video.fragment.Heads;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Matroska by hand, for tests. */
public final class Matroska {

    private Matroska() {
    }

    /** A document's start with as many video tracks, timecodes in milliseconds. */
    public static byte[] head(int tracks) {
        return Heads.video(tracks).documentStart();
    }

    /** A key frame of random bytes. */
    public static byte[] block(int track, int timecode, int length) {
        byte[] frame = new byte[length];
        new Random(track * 31L + timecode).nextBytes(frame);
        return ElementWriter.element(ElementId.SIMPLE_BLOCK,
                join(new byte[] {(byte) (0x80 | track), (byte) (timecode >> 8), (byte) timecode, (byte) 0x80}, frame));
    }

    /** A cluster's content: its timecode, then these elements. */
    public static byte[] content(long timecode, byte[]... elements) {
        return join(ElementWriter.unsigned(ElementId.TIMESTAMP, timecode), join(elements));
    }

    /** A cluster of known size. */
    public static byte[] cluster(long timecode, byte[]... elements) {
        return ElementWriter.element(ElementId.CLUSTER, content(timecode, elements));
    }

    /** A cluster of unknown size. */
    public static byte[] openCluster(long timecode, byte[]... elements) {
        return join(ElementWriter.header(ElementId.CLUSTER, -1), content(timecode, elements));
    }

    /** A Tags element. */
    public static byte[] tags(String... namesAndValues) {
        ByteArrayOutputStream tags = new ByteArrayOutputStream();
        for (int at = 0; at < namesAndValues.length; at += 2) {
            tags.writeBytes(ElementWriter.element(ElementId.SIMPLE_TAG, join(
                    ElementWriter.element(ElementId.TAG_NAME, namesAndValues[at].getBytes(StandardCharsets.UTF_8)),
                    ElementWriter.element(ElementId.TAG_STRING, namesAndValues[at + 1].getBytes(StandardCharsets.UTF_8)))));
        }
        return ElementWriter.element(ElementId.TAGS, ElementWriter.element(ElementId.TAG, tags.toByteArray()));
    }

    /** A document of so many clusters, a second each, of two frames; every second one of unknown size. */
    public static byte[] document(int clusters, int frameBytes) {
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        document.writeBytes(head(1));
        for (int cluster = 0; cluster < clusters; cluster++) {
            byte[][] blocks = {block(1, 0, frameBytes), block(1, 500, frameBytes)};
            document.writeBytes(cluster % 2 == 0 ? cluster(cluster * 1000L, blocks) : openCluster(cluster * 1000L, blocks));
        }
        return document.toByteArray();
    }

    /** The first so many bytes. */
    public static byte[] first(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }
}
