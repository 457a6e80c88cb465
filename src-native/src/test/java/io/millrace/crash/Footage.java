package io.millrace.crash;

import static io.millrace.video.ingest.Matroska.block;
import static io.millrace.video.ingest.Matroska.content;
import static io.millrace.video.ingest.Matroska.head;

import io.millrace.video.ebml.ElementId;
import io.millrace.video.playback.Ffmpeg;
import io.millrace.video.playback.Recording;
import java.nio.file.Path;
import java.util.Arrays;

/** What a camera sends, so that what is found tells what it should be: the fragment {@code n} begins at n seconds. Any thread. */
sealed interface Footage {

    /** All before the first cluster. */
    byte[] start();

    /** A fragment's cluster content. */
    byte[] fragment(long number);

    /** Two frames of random bytes, told apart by camera and number; no decoder would be content with them. */
    record Noise(int camera) implements Footage {

        private static final int FRAME_BYTES = 6_000;

        @Override
        public byte[] start() {
            return head(1);
        }

        @Override
        public byte[] fragment(long number) {
            int size = FRAME_BYTES + (int) (camera * 31 + number * 17 % 500);
            return content(number * 1000, block(1, (int) (number % 400), size), block(1, 500 + camera, size));
        }
    }

    /** Some seconds of H.264 with B-frames over and over, cut by ffmpeg into fragments of a second; each camera begins elsewhere. */
    record Film(Recording recording, int camera) implements Footage {

        private static final String SOURCE = "-f lavfi -i testsrc2=s=320x180:r=25:d=8 -c:v libx264 -preset ultrafast -bf 2 -b_strategy 0 -g 25"
                + " -pix_fmt yuv420p";

        /** @param folder for ffmpeg's file */
        static Recording shoot(Path folder) {
            return Recording.of(Ffmpeg.record(folder, SOURCE.split(" ")));
        }

        @Override
        public byte[] start() {
            return recording.head().documentStart();
        }

        @Override
        public byte[] fragment(long number) {
            return content(number * 1000, untimed(recording.clusters().get(cluster(number))));
        }

        /** How many pictures a fragment has. */
        int frames(long number) {
            return recording.frames(cluster(number)).size();
        }

        private int cluster(long number) {
            return (int) ((number + camera) % recording.clusters().size());
        }

        /** A cluster without its checksum and its timecode, with which ffmpeg begins it. */
        private static byte[] untimed(byte[] content) {
            int timecode = Byte.toUnsignedInt(content[0]) == ElementId.CRC_32 ? end(content, 0) : 0;
            if (Byte.toUnsignedInt(content[timecode]) != ElementId.TIMESTAMP) {
                throw new AssertionError("a cluster that does not begin with its timecode");
            }
            return Arrays.copyOfRange(content, end(content, timecode), content.length);
        }

        /** Of a small element whose identifier has one byte, and so has its size. */
        private static int end(byte[] content, int element) {
            return element + 2 + (content[element + 1] & 0x7f);
        }
    }
}
