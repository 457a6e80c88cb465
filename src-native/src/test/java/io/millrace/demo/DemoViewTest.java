package io.millrace.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import io.millrace.clock.ManualClock;
import org.junit.jupiter.api.Test;

class DemoViewTest {

    private static final Figures FIGURES = new Figures(12, 1_234, 12, 1, 3.14159, 27.5, 0.25, 2);
    private static final AlertReader.Alert ALERT = new AlertReader.Alert("cpu.busy", 0.93, 0.21, 0.05);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void linesTellOfNewBatchesOnceAndOfEachAlert() {
        LineView view = new LineView(out);
        view.show(scene(1));
        view.show(scene(3));
        view.alerts(List.of(ALERT));

        assertThat(text()).isEqualTo("""
                batch new=12 total=12 records_in=1300 delivered=1234 p50=3.1ms p99=27.5ms iterator_age=0.25s errors=1
                alert cpu.busy           0.930, usual 0.210 ± 0.050
                """);
    }

    @Test
    void theScreenFitsATerminalOf80By24AndIsGivenBack() {
        DemoPlan plan = new DemoPlan("telemetry", Optional.of(Path.of("/a/very/long/way/to/" + "x".repeat(90) + ".gz")), 0,
                Path.of("data"));
        ScreenView view = new ScreenView(out, URI.create("http://127.0.0.1:4566"), plan, new ManualClock(0));
        view.show(scene(1));
        view.alerts(IntStream.range(0, 50).mapToObj(i -> ALERT).toList());
        bytes.reset();
        view.show(scene(4_000));

        List<String> lines = text().replaceAll("\033\\[[0-9?;]*[a-zA-Z]", "").lines().toList();
        assertThat(lines).hasSizeLessThan(24).allSatisfy(line -> assertThat(line.length()).isLessThan(80));
        assertThat(text()).contains("p50 3.14 ms", "p99 27.5 ms", "0.25 s", "alerts 50", "1:06:40", "1,300", "cpu.busy 34.2 %");
        bytes.reset();
        view.close();
        view.close();
        assertThat(text()).isEqualTo("\033[?25h\033[?1049l");
    }

    private static DemoView.Scene scene(double seconds) {
        List<Reading> readings = List.of(new Reading("cpu.busy", 0.342, Reading.SHARE), new Reading("memory.used", 0.5, Reading.SHARE),
                new Reading("disk.read", 0, Reading.RATE), new Reading("network.sent", 123_456_789, Reading.RATE));
        return new DemoView.Scene(seconds, 1_300, readings, FIGURES, "");
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
