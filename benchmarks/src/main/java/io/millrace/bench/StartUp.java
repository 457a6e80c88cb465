package io.millrace.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.millrace.bench.client.Control;
import io.millrace.bench.client.LoadClient;
import io.millrace.bench.client.Requests;
import io.millrace.bench.report.Figure;
import io.millrace.bench.report.Figure.Best;
import io.millrace.bench.startup.Contestant;
import io.millrace.bench.startup.Started;
import io.millrace.bench.startup.Turns;
import io.millrace.process.PackagedProgram;
import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;

/** Process start to the first answer, on a stream that was there and after a clean stop, and memory; native and JVM, beside a bare Quarkus hello. */
public final class StartUp implements Benchmark {

    private static final String STREAM = "startup", HELLO = "hello", NATIVE = "native", JVM = "jvm", JVM_AOT = "jvm-aot";
    private static final Path EXECUTABLE = Path.of("src-native", "target", "millrace"), HELLO_EXECUTABLE = Path.of("benchmarks", "hello", "target", "hello");
    private static final int RUNS = 10, MEMORY_RUNS = 3, SHARDS = 4, PAYLOAD_BYTES = 1024, PUTS = 100_000, CONNECTIONS = 8, DISTINCT_REQUESTS = 64;
    private static final long BEFORE_RECORDS = 10_000;
    private static final Duration IDLE = Duration.ofSeconds(3), STOP = Duration.ofSeconds(30);
    private static final ByteBuffer LIST = Requests.kinesis("ListStreams", "{}"), PUT = Requests.putRecord(STREAM, PAYLOAD_BYTES, 1);
    private static final ByteBuffer GET_HELLO = StandardCharsets.ISO_8859_1.encode("GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public String description() {
        return "process start to first ListStreams and first durable PutRecord: ms; resident memory and size: MB";
    }

    @Override
    public void run(Ground ground) throws Exception {
        List<Contestant> servers = servers(ground);
        Path hello = home().resolve(HELLO_EXECUTABLE);
        List<Contestant> all = new ArrayList<>(servers);
        if (Files.isExecutable(hello)) {
            all.add(Contestant.hello(hello, freePort()));
        }
        Path log = ground.directory().resolve("startup.log");
        Map<String, List<Double>> lists = new LinkedHashMap<>(), puts = new LinkedHashMap<>();
        for (int run = 0; run < RUNS; run++) {
            for (Contestant each : all) {
                lists.computeIfAbsent(each.name(), name -> new ArrayList<>()).add(millis(each, each.name().equals(HELLO) ? GET_HELLO : LIST, log));
            }
            for (Contestant each : servers) {
                puts.computeIfAbsent(each.name(), name -> new ArrayList<>()).add(millis(each, PUT, log));
            }
        }
        for (Contestant each : servers) {
            print(ground, each, "first-list", lists.get(each.name()), lists, lists.get(JVM));
            print(ground, each, "first-put", puts.get(each.name()), lists, puts.get(JVM));
        }
        memory(ground, all, servers, log);
        for (Contestant each : all) {
            ground.report().print(new Figure("startup." + each.name() + ".size", "MB", Best.LOWEST, List.of(each.fileBytes() / 1e6)));
        }
    }

    /** The native figures stand beside the hello's first answer, those with an AOT cache beside those without. */
    private static void print(Ground ground, Contestant server, String what, List<Double> runs, Map<String, List<Double>> lists, List<Double> jvm) {
        Figure figure = new Figure("startup." + server.name() + "." + what, "ms", Best.LOWEST, runs);
        if (server.name().equals(NATIVE) && lists.containsKey(HELLO)) {
            figure = figure.beside("first answer of a bare native Quarkus REST hello", lists.get(HELLO));
        }
        if (server.name().equals(JVM_AOT)) {
            figure = figure.beside("the same without an AOT cache", jvm);
        }
        ground.report().print(figure);
    }

    /** Each run is a start of its own, by turns; those that put come last, because what they put is there at the starts behind them. */
    private static void memory(Ground ground, List<Contestant> all, List<Contestant> servers, Path log) throws IOException {
        Map<String, List<Double>> idle = new LinkedHashMap<>(), loaded = new LinkedHashMap<>();
        for (int run = 0; run < MEMORY_RUNS; run++) {
            for (Contestant each : all) {
                idle.computeIfAbsent(each.name(), name -> new ArrayList<>()).add(idleMegabytes(each, log));
            }
        }
        for (int run = 0; run < MEMORY_RUNS; run++) {
            for (Contestant each : servers) {
                loaded.computeIfAbsent(each.name(), name -> new ArrayList<>()).add(loadedMegabytes(each, log));
            }
        }
        idle.forEach((name, runs) -> ground.report().print(new Figure("startup." + name + ".idle-rss", "MB", Best.LOWEST, runs)));
        loaded.forEach((name, runs) -> ground.report().print(new Figure("startup." + name + ".rss-after-" + PUTS + "-puts", "MB", Best.LOWEST, runs)));
    }

    private static double idleMegabytes(Contestant contestant, Path log) throws IOException {
        try (Started started = Started.begin(contestant, log)) {
            started.millisToAnswer(contestant.name().equals(HELLO) ? GET_HELLO : LIST);
            LockSupport.parkNanos(IDLE.toNanos());
            return started.residentBytes() / 1e6;
        }
    }

    private static double loadedMegabytes(Contestant contestant, Path log) throws IOException {
        List<ByteBuffer> requests = IntStream.range(0, DISTINCT_REQUESTS).mapToObj(seed -> Requests.putRecord(STREAM, PAYLOAD_BYTES, seed)).toList();
        try (Started started = Started.begin(contestant, log)) {
            started.millisToAnswer(LIST);
            LoadClient.run(started.address(), IntStream.range(0, CONNECTIONS).mapToObj(i -> new Turns(requests, PUTS / CONNECTIONS)).toList());
            return started.residentBytes() / 1e6;
        }
    }

    private static double millis(Contestant contestant, ByteBuffer request, Path log) throws IOException {
        try (Started started = Started.begin(contestant, log)) {
            return started.millisToAnswer(request);
        }
    }

    private static List<Contestant> servers(Ground ground) throws IOException {
        List<Contestant> servers = new ArrayList<>();
        Path executable = home().resolve(EXECUTABLE);
        if (Files.isExecutable(executable)) {
            servers.add(server(ground, NATIVE, PackagedProgram.executable(executable), executable));
        } else {
            ground.report().remark("no native executable; ./millrace bench startup builds it");
        }
        Path jar = PackagedProgram.usualJar();
        servers.add(server(ground, JVM, PackagedProgram.jar(jar), jar.getParent()));
        Optional<Path> cache = PackagedProgram.cache(jar);
        if (cache.isPresent()) {
            servers.add(server(ground, JVM_AOT, PackagedProgram.jar(jar, "-XX:AOTCache=" + cache.get()), jar.getParent()));
        } else {
            ground.report().remark("no AOT cache; ./millrace bench startup makes it");
        }
        return servers;
    }

    /** A form of the server whose data directory has a stream with records, cleanly stopped. */
    private static Contestant server(Ground ground, String name, PackagedProgram program, Path file) throws IOException {
        ServerLaunch launch = ground.launch().withProgram(program);
        try (ServerProcess server = ground.start(launch); Control control = new Control(server.endpoint())) {
            control.createStream(STREAM, SHARDS);
            Filling.fill(Ground.address(server), STREAM, BEFORE_RECORDS);
            server.terminate(STOP);
        }
        return Contestant.server(name, program, file, launch);
    }

    private static Path home() {
        return Path.of(System.getenv().getOrDefault("MILLRACE_HOME", ""));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
