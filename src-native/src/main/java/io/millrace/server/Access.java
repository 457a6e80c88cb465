package io.millrace.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.access.AccessKeys;
import io.millrace.access.AccessSettings;
import io.millrace.access.PathRule;
import io.millrace.access.PathRules;
import io.millrace.access.SignatureVerifier;
import io.millrace.access.http.AccessGate;
import io.millrace.access.http.IntakeSettings;
import io.millrace.clock.Clock;
import io.millrace.functions.api.FunctionPaths;
import io.millrace.identity.Identity;
import io.millrace.video.api.VideoPaths;
import io.millrace.wire.http.OriginGuard;
import io.millrace.wire.http.WireHandler;

/**
 * Who gets in.
 *
 * @param gate  when there are keys
 * @param guard when there are none
 */
record Access(Optional<AccessGate> gate, OriginGuard guard, PathRules rules) {

    private static final Duration REREAD = Duration.ofSeconds(1);
    /** What quarkus.http.limits.max-body-size is in bytes: above the largest operation. */
    private static final long BODY_BYTES_MAX = 80L * 1024 * 1024;

    /**
     * The keys, if there are any; their file is read again when it changes.
     *
     * @throws IllegalArgumentException when they are not keys
     */
    static Optional<AccessKeys> keys(AccessSettings settings, OpenRooms rooms) {
        if (!settings.keyed()) {
            return Optional.empty();
        }
        AccessKeys keys = AccessKeys.open(settings);
        if (settings.keyFile().isPresent()) {
            rooms.add("access keys", new Upkeep()).every(REREAD, "access keys", keys::reread);
        }
        return Optional.of(keys);
    }

    /**
     * Refuses to listen beyond this machine without keys, unless that was said aloud.
     *
     * @throws IllegalArgumentException as the one line the operator reads
     */
    static void checkReach(String host, boolean keyed, boolean insecureBind) {
        if (!keyed && !insecureBind && !isLoopback(host)) {
            throw new IllegalArgumentException("--host " + host + " is not loopback, and there are no access keys: everyone who reaches the port"
                    + " could do everything. Set access keys (docs/access.md), have one made by --make-keys, use 127.0.0.1, ::1 or localhost, or say --insecure-bind");
        }
    }

    static Access open(AccessSettings access, Identity identity, Optional<AccessKeys> keys, String host, Storage storage, WireHandler wire,
            FrontDoor door, MeterRegistry meters) throws IOException {
        PathRules rules = new PathRules(rules(access));
        Set<String> hosts = new HashSet<>(access.hosts());
        hosts.add(host.toLowerCase(Locale.ROOT));
        Optional<AccessGate> gate = Optional.empty();
        if (keys.isPresent()) {
            IntakeSettings intake = IntakeSettings.defaults(storage.directory().access().resolve("bodies"), BODY_BYTES_MAX);
            gate = Optional.of(new AccessGate(new SignatureVerifier(keys.get(), identity.region(), Clock.SYSTEM), rules, wire, door::routeAgain,
                    intake, Clock.SYSTEM, meters));
        }
        return new Access(gate, new OriginGuard(hosts, !isLoopback(host)), rules);
    }

    static List<PathRule> rules(AccessSettings access) {
        List<PathRule> rules = new ArrayList<>(List.of(PathRule.open("/q/health(/[a-z]+)?")));
        if (access.keyed() && access.metricsOpen()) {
            rules.add(PathRule.open("/q/metrics"));
        }
        rules.addAll(FunctionPaths.RULES);
        rules.addAll(VideoPaths.RULES);
        return rules;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
