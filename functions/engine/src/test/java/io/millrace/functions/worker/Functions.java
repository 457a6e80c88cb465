package io.millrace.functions.worker;

/** Sources of functions that the tests run. */
public final class Functions {

    /** Does what its event says, so that one jar serves all tests. */
    public static final String DO = """
            import com.amazonaws.services.lambda.runtime.Context;
            import com.amazonaws.services.lambda.runtime.RequestHandler;
            import java.util.*;
            public class Do implements RequestHandler<Map<String, Object>, Object> {
                static int calls;
                @Override public Object handleRequest(Map<String, Object> event, Context context) {
                    calls++;
                    try {
                        return answer(event, context);
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
                private Object answer(Map<String, Object> event, Context context) throws Exception {
                    switch ((String) event.get("do")) {
                        case "echo": return event.get("what");
                        case "calls": return Map.of("calls", calls, "pid", ProcessHandle.current().pid());
                        case "environment": return new TreeMap<>(System.getenv());
                        case "context": return Map.of("name", context.getFunctionName(), "arn", context.getInvokedFunctionArn(),
                                "memory", context.getMemoryLimitInMB(), "left", context.getRemainingTimeInMillis());
                        case "throw": throw new IllegalArgumentException("as it was asked");
                        case "hang": while (true) { Thread.sleep(1000); }
                        case "spin": while (true) { calls++; }
                        case "exit": System.exit((Integer) event.get("code")); return null;
                        case "halt": Runtime.getRuntime().halt(7); return null;
                        case "heap": { List<byte[]> all = new ArrayList<>(); while (true) { all.add(new byte[1 << 20]); } }
                        case "large": return "x".repeat((Integer) event.get("bytes"));
                        case "print": System.out.println(event.get("what")); System.err.println("to stderr"); return "printed";
                        case "flood": while (true) { System.out.println("flood ".repeat(100)); }
                        case "child": return Map.of("child", new ProcessBuilder("sleep", "600").start().pid());
                        case "wait": Thread.sleep(((Number) event.get("millis")).longValue()); return "waited";
                        default: return null;
                    }
                }
            }
            """;

    static final String STREAM = """
            import com.amazonaws.services.lambda.runtime.Context;
            import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
            import java.io.*;
            public class Copy implements RequestStreamHandler {
                @Override public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
                    in.transferTo(out);
                }
            }
            """;

    static final String KINESIS = """
            import com.amazonaws.services.lambda.runtime.Context;
            import com.amazonaws.services.lambda.runtime.RequestHandler;
            import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
            import java.nio.charset.StandardCharsets;
            public class Count implements RequestHandler<KinesisEvent, String> {
                @Override public String handleRequest(KinesisEvent event, Context context) {
                    StringBuilder all = new StringBuilder();
                    event.getRecords().forEach(r -> all.append(r.getKinesis().getPartitionKey()).append('=')
                            .append(StandardCharsets.UTF_8.decode(r.getKinesis().getData())).append(';'));
                    return all.toString();
                }
            }
            """;

    static final String BROKEN = """
            import com.amazonaws.services.lambda.runtime.Context;
            import com.amazonaws.services.lambda.runtime.RequestHandler;
            public class Broken implements RequestHandler<Object, String> {
                static {
                    System.out.println("cannot find the configuration");
                    if (true) { Runtime.getRuntime().halt(9); }
                }
                @Override public String handleRequest(Object event, Context context) { return "never"; }
            }
            """;

    static final String SLOW = """
            import com.amazonaws.services.lambda.runtime.Context;
            import com.amazonaws.services.lambda.runtime.RequestHandler;
            public class Slow implements RequestHandler<Object, String> {
                public Slow() throws Exception { System.out.println("waiting for the world"); Thread.sleep(60_000); }
                @Override public String handleRequest(Object event, Context context) { return "never"; }
            }
            """;

    private Functions() {
    }
}
