package io.millrace.demo;

import java.io.IOException;
import java.io.InputStream;

/** The function that the demonstration deploys: the example's jar, packed into the program beside this class. */
final class DemoFunction {

    static final String NAME = "telemetry-alerts";
    static final String HANDLER = "io.millrace.examples.telemetry.TelemetryAlerts";
    static final String JAR = "telemetry-alerts.jar";

    private DemoFunction() {
    }

    static byte[] code() throws IOException {
        try (InputStream in = DemoFunction.class.getResourceAsStream(JAR)) {
            if (in == null) {
                throw new IOException("the build has not packed " + JAR);
            }
            return in.readAllBytes();
        }
    }
}
