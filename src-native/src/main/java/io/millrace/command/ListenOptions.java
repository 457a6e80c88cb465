package io.millrace.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

import io.millrace.server.Server;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/** Where to listen, checked before anything starts. */
final class ListenOptions {

    static final int PORT = 4566;

    private String host;
    private int port;
    private Integer tlsPort;
    private boolean insecureBind;
    private boolean makeKeys;

    /** Adds the options to a command, which sets them here. Without annotations: reading those takes native servers a millisecond. */
    void addTo(CommandSpec command) {
        command.addOption(option("--host").paramLabel("HOST").type(String.class).defaultValue("127.0.0.1")
                .description("The address to listen on; other than loopback with access keys only. Default: ${DEFAULT-VALUE}")
                .setter(set(value -> host = (String) value)).build());
        command.addOption(option("--port").paramLabel("PORT").type(int.class).defaultValue(Integer.toString(PORT))
                .description("The port to listen on; 0 takes a free one. Default: ${DEFAULT-VALUE}")
                .setter(set(value -> port = (Integer) value)).build());
        command.addOption(option("--tls-port").paramLabel("PORT").type(Integer.class)
                .description("A second port, which speaks HTTPS (HTTP/1.1 and HTTP/2); 0 takes a free one. Default: none")
                .setter(set(value -> tlsPort = (Integer) value)).build());
        command.addOption(option(Server.INSECURE_BIND).type(boolean.class)
                .description("Listen beyond this machine although there are no access keys: everyone who reaches the port may do everything.")
                .setter(set(value -> insecureBind = (Boolean) value)).build());
        command.addOption(option(Server.MAKE_KEYS).type(boolean.class)
                .description("Where no access keys are set: make one at the first start, keep it in the data directory, print it once, and ask for it "
                        + "from then on.")
                .setter(set(value -> makeKeys = (Boolean) value)).build());
    }

    /** An option that is set only by the command line or its default. */
    static OptionSpec.Builder option(String name) {
        return OptionSpec.builder(name).hasInitialValue(false);
    }

    /** A setter that, as picocli wants it, gives back what was there before: nothing of interest to anyone here. */
    static ISetter set(Consumer<Object> field) {
        return new ISetter() {
            @Override
            public <T> T set(T value) {
                field.accept(value);
                return null;
            }
        };
    }

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
