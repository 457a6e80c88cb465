package io.millrace.video;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Headless Chromium with one page, steered by its DevTools protocol. */
final class Browser implements AutoCloseable {

    private static final List<Path> PROGRAMS = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome").map(Path::of).toList();
    private static final Duration ANSWER = Duration.ofSeconds(30), START = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final WebSocket socket;

    private Browser(Process process, int port) {
        this.process = process;
        this.socket = client.newWebSocketBuilder().buildAsync(pageSocket(port), new Listener()).join();
    }

    static boolean isInstalled() {
        return program().isPresent();
    }

    private static Optional<Path> program() {
        return PROGRAMS.stream().filter(Files::isExecutable).findFirst();
    }

    /** @param profile a directory of its own */
    static Browser open(Path profile, URI page) throws IOException {
        Process process = new ProcessBuilder(program().orElseThrow().toString(), "--headless=new", "--no-sandbox", "--disable-gpu",
                "--disable-dev-shm-usage", "--mute-audio", "--no-first-run", "--autoplay-policy=no-user-gesture-required",
                "--remote-debugging-port=0", "--user-data-dir=" + profile, page.toString())
                .redirectErrorStream(true).redirectOutput(profile.resolveSibling("browser.log").toFile()).start();
        Path told = profile.resolve("DevToolsActivePort");
        await(START, () -> Files.exists(told) && Files.readAllLines(told).size() > 1);
        Browser browser = new Browser(process, Integer.parseInt(Files.readAllLines(told).getFirst()));
        await(START, () -> browser.evaluate("document.readyState + ' ' + location.href").asText().equals("complete " + page));
        return browser;
    }

    /** A condition that may fail to be told. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }

    static void await(Duration most, Condition condition) throws IOException {
        long end = System.nanoTime() + most.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + most);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private URI pageSocket(int port) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
        try {
            for (JsonNode target : JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body())) {
                if (target.get("type").asText().equals("page")) {
                    return URI.create(target.get("webSocketDebuggerUrl").asText());
                }
            }
            throw new AssertionError("the browser has no page");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The value of an expression on the page; of a promise what it resolves to. */
    JsonNode evaluate(String expression) {
        ObjectNode parameters = JSON.createObjectNode().put("expression", expression).put("awaitPromise", true).put("returnByValue", true)
                .put("userGesture", true);
        JsonNode result = call("Runtime.evaluate", parameters);
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    /** A picture of the page, PNG in base64. */
    String screenshot() {
        return call("Page.captureScreenshot", JSON.createObjectNode()).get("data").asText();
    }

    private JsonNode call(String method, ObjectNode parameters) {
        int id = calls.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode call = JSON.createObjectNode().put("id", id).put("method", method);
        call.set("params", parameters);
        socket.sendText(call.toString(), true).join();
        return answer.orTimeout(ANSWER.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        client.shutdownNow();
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        children.forEach(ProcessHandle::destroyForcibly);
        process.onExit().orTimeout(ANSWER.toSeconds(), TimeUnit.SECONDS).join();
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    JsonNode message = JSON.readTree(text.toString());
                    CompletableFuture<JsonNode> answer = answers.remove(message.path("id").asInt());
                    if (answer != null) {
                        answer.complete(message.path("result"));
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                } finally {
                    text.setLength(0);
                }
            }
            from.request(1);
            return null;
        }
    }
}
