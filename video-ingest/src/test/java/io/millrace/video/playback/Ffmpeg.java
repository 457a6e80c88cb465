package io.millrace.video.playback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** ffmpeg and ffprobe, where they are installed: they make streams and judge what we make of them. */
public final class Ffmpeg {

    private static final int SECONDS_MAX = 60;
    /** Fragments as the documentation tells producers to cut them. */
    private static final List<String> AS_FRAGMENTS = List.of("-f", "matroska", "-live", "1", "-cluster_time_limit", "20000",
            "-cluster_size_limit", "50M");

    private Ffmpeg() {
    }

    /** Whether both are there; a test without them has nothing to say. */
    public static boolean isInstalled() {
        return Stream.of("ffmpeg", "ffprobe").allMatch(name -> Stream.of("/usr/bin", "/usr/local/bin")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name))));
    }

    /** A stream as a producer would send it. */
    public static byte[] record(Path folder, String... arguments) {
        Path file = folder.resolve("recorded.mkv");
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-y", "-v", "error"));
        command.addAll(List.of(arguments));
        command.addAll(AS_FRAGMENTS);
        command.add(file.toString());
        run(command);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Decodes all frames of one kind; fails when anything is complained of. */
    public static long decodedFrames(String input, String selector) {
        String count = run(playing(input, "ffprobe", "-v", "warning", "-select_streams", selector, "-count_frames",
                "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", "-i", input));
        return Long.parseLong(count.lines().findFirst().orElseThrow().replace(",", "").strip());
    }

    /** What ffprobe tells, e.g. {@code -show_entries stream=codec_name}. */
    public static String probe(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ffprobe", "-v", "warning"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** Decodes everything to nowhere; fails when anything is complained of. */
    public static void decode(String input) {
        run(playing(input, "ffmpeg", "-nostdin", "-v", "warning", "-xerror", "-i", input, "-f", "null", "-"));
    }

    /** ffmpeg wants to be told that a playlist's parts may be named as they are. */
    private static List<String> playing(String input, String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(input.contains(".m3u8") ? List.of("-allowed_extensions", "ALL") : List.of());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs a command that must end well and without a word on stderr. */
    private static String run(List<String> command) {
        try {
            Path said = Files.createTempFile("said", ".txt");
            Process process = new ProcessBuilder(command).redirectError(said.toFile()).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).as(String.join(" ", command)).isTrue();
            String complaints = Files.readString(said);
            Files.delete(said);
            assertThat(complaints).as(String.join(" ", command)).isEmpty();
            assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
            return output;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(String.join(" ", command), e);
        }
    }
}
