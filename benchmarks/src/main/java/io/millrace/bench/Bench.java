package io.millrace.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.millrace.bench.report.Report;

/**
 * {@code ./millrace bench [--soak] [--seconds N] [NAME…]}: runs the benchmarks named, or all of them; with {@code --soak} also those that need
 * much disk and time, and those that watch over time for an hour; {@code --seconds} says for how long these do, to try them. Data goes below {@code java.io.tmpdir}, which should be on the disk to be measured. Ends with 1 when one fails.
 */
public final class Bench {

    private static final List<Benchmark> USUAL = List.of(new PutThroughput(), new LogAppend(), new PutLatency(), new GetThroughput(), new FunctionLatency(), new Invocations(),
            new CompiledBatches(), new StartUp(), new VideoIngest(), new VideoPlayback(), new FirehoseFormats(),
            new FirehosePipeline(), new FirehoseOutage());
    private static final List<Benchmark> SOAK = List.of(new RestartTime(), new Backlog());

    private static final Duration STRETCH = Duration.ofMinutes(10), STRETCH_SOAKING = Duration.ofHours(1);

    private Bench() {
    }

    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        List<String> names = new ArrayList<>(List.of(arguments));
        boolean soak = names.remove("--soak");
        Duration stretch = stretch(names).orElse(soak ? STRETCH_SOAKING : STRETCH);
        List<Benchmark> all = new ArrayList<>(USUAL);
        all.addAll(SOAK);
        List<String> unknown = names.stream().filter(name -> all.stream().noneMatch(benchmark -> isMeant(benchmark, name))).toList();
        if (!unknown.isEmpty()) {
            System.err.println("millrace bench: no benchmark " + String.join(", ", unknown) + "; there are:");
            all.forEach(benchmark -> System.err.printf("  %-20s %s%s%n", benchmark.name(), benchmark.description(), SOAK.contains(benchmark) ? " (--soak)" : ""));
            System.exit(2);
        }
        List<Benchmark> chosen = names.isEmpty() ? (soak ? all : USUAL) : all.stream().filter(benchmark -> names.stream().anyMatch(name -> isMeant(benchmark, name))).toList();
        Report report = new Report(System.out);
        Path directory = Files.createTempDirectory("millrace-bench");
        Ground ground = new Ground(directory, report, stretch);
        report.heading("Machine: %d cores, %s %s, JDK %s, data in %s (%s)".formatted(Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"), System.getProperty("os.version"), Runtime.version(), directory, Files.getFileStore(directory).type()));
        try {
            for (Benchmark benchmark : chosen) {
                report.heading(benchmark.name() + ": " + benchmark.description());
                benchmark.run(ground);
                ground.clear();
            }
        } finally {
            ground.clear();
            Files.delete(directory);
        }
    }

    /** Takes {@code --seconds N} out of the arguments. */
    private static Optional<Duration> stretch(List<String> arguments) {
        int at = arguments.indexOf("--seconds");
        if (at < 0) {
            return Optional.empty();
        }
        if (at + 1 == arguments.size() || !arguments.get(at + 1).matches("[1-9]\\d{0,5}")) {
            System.err.println("millrace bench: --seconds needs a number");
            System.exit(2);
        }
        arguments.remove(at);
        return Optional.of(Duration.ofSeconds(Long.parseLong(arguments.remove(at))));
    }

    /** By its name, or by the word it begins with: {@code video} is all benchmarks of video. */
    private static boolean isMeant(Benchmark benchmark, String name) {
        return benchmark.name().equals(name) || benchmark.name().startsWith(name + "-");
    }
}
