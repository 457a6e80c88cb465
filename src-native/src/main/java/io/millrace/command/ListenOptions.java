package io.millrace.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import io.millrace.server.Server;
import picocli.CommandLine.Option;

/** Where to listen, checked before anything starts. */
final class ListenOptions {

    static final int PORT = 4566;

    @Option(names = "--host", paramLabel = "HOST", defaultValue = "127.0.0.1",
            description = "The address to listen on; other than loopback with access keys only. Default: ${DEFAULT-VALUE}")
    private String host;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "" + PORT,
            description = "The port to listen on; 0 takes a free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(names = "--tls-port", paramLabel = "PORT",
            description = "A second port, which speaks HTTPS (HTTP/1.1 and HTTP/2); 0 takes a free one. Default: none")
    private Integer tlsPort;

    @Option(names = Server.INSECURE_BIND,
            description = "Listen beyond this machine although there are no access keys: everyone who reaches the port may do everything.")
    private boolean insecureBind;

    @Option(names = Server.MAKE_KEYS,
            description = "Where no access keys are set: make one at the first start, keep it in the data directory, print it once, and ask for it "
                    + "from then on.")
    private boolean makeKeys;

    /** The host, an address of this machine; whether it may be any, the server decides, who knows the keys. */
    String host() {
        try {
            InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new CommandRefused("--host " + host + " is not an address of this machine");
        }
        return host;
    }

    /** What of it the server has to be told. */
    String[] arguments() {
        List<String> arguments = new ArrayList<>();
        if (insecureBind) {
            arguments.add(Server.INSECURE_BIND);
        }
        if (makeKeys) {
            arguments.add(Server.MAKE_KEYS);
        }
        return arguments.toArray(String[]::new);
    }

    /** The port if nobody listens there; what comes between this check and the server's start, Quarkus reports. */
    int freePort() {
        return free("--port", port);
    }

    /** The port of HTTPS, if it is asked for and nobody listens there. */
    OptionalInt freeTlsPort() {
        if (tlsPort == null) {
            return OptionalInt.empty();
        }
        if (tlsPort != 0 && tlsPort == port) {
            throw new CommandRefused("--tls-port " + tlsPort + " is the other port, too");
        }
        return OptionalInt.of(free("--tls-port", tlsPort));
    }

    private int free(String option, int wanted) {
        if (wanted < 0 || wanted > 65_535) {
            throw new CommandRefused(option + " " + wanted + " is not between 0 and 65535");
        }
        if (wanted != 0 && isTaken(host, wanted)) {
            throw new CommandRefused("port " + wanted + " on " + host + " is taken; choose another with " + option);
        }
        return wanted;
    }

    /** Bound and not listened on: whoever is waiting for the server to be ready must not reach the probe. */
    static boolean isTaken(String host, int port) {
        try (Socket probe = new Socket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
            return false;
        } catch (IOException taken) {
            return true;
        }
    }
}
