package io.millrace.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A camera as the documentation has it: ffmpeg makes a test picture and a tone, curl sends them. */
final class Camera implements AutoCloseable {

    private static final String COMMAND = """
            ffmpeg -nostdin -v error $PACE -f lavfi -i testsrc2=s=640x360:r=25 -f lavfi -i sine=sample_rate=48000 -t $SECONDS \
              -c:v libx264 -preset ultrafast -bf 2 -b_strategy 0 -g 25 -pix_fmt yuv420p -c:a aac \
              -f matroska -live 1 -cluster_time_limit 20000 -cluster_size_limit 50M - \
            | curl -sSN -X POST -T - -H "x-amzn-stream-name: $STREAM" -H "x-amzn-fragment-timecode-type: RELATIVE" \
              -H "x-amzn-producer-start-timestamp: $START" -H "Expect:" $ENDPOINT/putMedia
            """;

    private final Process process;
    private final Path acknowledgements;

    private Camera(Process process, Path acknowledgements) {
        this.process = process;
        this.acknowledgements = acknowledgements;
    }

    static boolean isInstalled() {
        return Stream.of("ffmpeg", "ffprobe", "curl", "bash").allMatch(name -> Files.isExecutable(Path.of("/usr/bin", name)));
    }

    /** Sends for some seconds, in real time. */
    static Camera live(URI endpoint, String stream, Duration length, Path folder) throws IOException {
        return start(endpoint, stream, length, folder, "-re");
    }

    /** Sends some seconds of video as fast as they are made. */
    static Camera fast(URI endpoint, String stream, Duration length, Path folder) throws IOException {
        return start(endpoint, stream, length, folder, "");
    }

    private static Camera start(URI endpoint, String stream, Duration length, Path folder, String pace) throws IOException {
        Path acknowledgements = Files.createTempFile(folder, "acknowledgements", ".jsonl");
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", COMMAND).redirectErrorStream(true).redirectOutput(acknowledgements.toFile());
        long startMillis = System.currentTimeMillis() - (pace.isEmpty() ? length.toMillis() : 0);
        builder.environment().putAll(java.util.Map.of("PACE", pace, "SECONDS", Long.toString(length.toSeconds()), "STREAM", stream,
                "START", startMillis / 1000 + "." + "%03d".formatted(startMillis % 1000), "ENDPOINT", endpoint.toString()));
        return new Camera(builder.start(), acknowledgements);
    }

    /** The acknowledgements of one kind so far. */
    List<String> told(String eventType) throws IOException {
        return Files.readAllLines(acknowledgements).stream().filter(line -> line.contains('"' + eventType + '"')).toList();
    }

    /** Waits until everything is sent and acknowledged. */
    Camera finish() throws IOException {
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(told("ERROR")).isEmpty();
        return this;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
