package io.millrace.examples.video;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Has ffmpeg make the picture. It reads a file: a pipe would have to be written to and read from at the same time. */
final class Ffmpeg {

    private static final int SECONDS_MAX = 20;
    private static final String WIDTH = "320";

    private Ffmpeg() {
    }

    /** The first frame, 320 pixels wide, as JPEG; throws when ffmpeg is missing or cannot decode. */
    static byte[] firstFrame(InputStream media) throws IOException {
        Path folder = Files.createTempDirectory("thumbnail");
        Path input = folder.resolve("fragment.mkv");
        Path output = folder.resolve("picture.jpg");
        Path said = folder.resolve("said.txt");
        try {
            Files.copy(media, input);
            Process ffmpeg = new ProcessBuilder("ffmpeg", "-nostdin", "-v", "error", "-i", input.toString(), "-frames:v", "1",
                    "-vf", "scale=" + WIDTH + ":-2", output.toString()).redirectErrorStream(true).redirectOutput(said.toFile()).start();
            if (!ffmpeg.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                ffmpeg.destroyForcibly();
                throw new IOException("ffmpeg took more than " + SECONDS_MAX + " s");
            }
            if (ffmpeg.exitValue() != 0 || !Files.exists(output)) {
                throw new IOException("ffmpeg ended with " + ffmpeg.exitValue() + ": " + Files.readString(said));
            }
            return Files.readAllBytes(output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            for (Path file : new Path[] {input, output, said, folder}) {
                Files.deleteIfExists(file);
            }
        }
    }
}
