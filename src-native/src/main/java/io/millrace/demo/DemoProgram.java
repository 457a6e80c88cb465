package io.millrace.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.clock.Clock;
import io.millrace.server.Server;
import io.millrace.server.StopSignals;
import io.quarkus.runtime.QuarkusApplication;

/** The demonstration around a running server. Ends with 0 on SIGTERM or Ctrl-C, or when a file has been replayed and handled. */
public final class DemoProgram implements QuarkusApplication {

    private final MeterRegistry registry;
    private final Server server;

    DemoProgram(MeterRegistry registry, Server server) {
        this.registry = registry;
        this.server = server;
    }

    @Override
    public int run(String... arguments) throws Exception {
        CountDownLatch stop = new CountDownLatch(1);
        StopSignals.onStop(stop::countDown);
        DemoPlan plan = DemoPlan.fromArguments(arguments);
        URI endpoint = server.endpoint();
        boolean terminal = System.console() != null && System.console().isTerminal();
        String summary;
        try (ApiClient api = new ApiClient(endpoint);
                DemoView view = terminal ? new ScreenView(System.out, endpoint, plan, Clock.SYSTEM) : new LineView(System.out);
                Feed feed = feed(plan)) {
            view.tell("Millrace listens on " + endpoint + ", its data is in " + plan.data());
            Demonstration demonstration = new Demonstration(api, plan, feed, view, registry, Clock.SYSTEM);
            demonstration.prepare();
            demonstration.runUntil(stop);
            server.stopWork();
            summary = demonstration.summary();
        }
        System.out.println(summary); // when the screen is the user's again
        return 0;
    }

    private static Feed feed(DemoPlan plan) throws IOException {
        return plan.file().isPresent()
                ? FileFeed.open(plan.file().get(), plan.linesPerSecond())
                : new TelemetryFeed(new MachineReadings(Path.of("/proc")), Clock.SYSTEM);
    }
}
