package io.millrace.access;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may call.
 *
 * @param keyFile     a {@link KeyFile}, read again when it changes
 * @param keys        further keys, {@code id:secret} each
 * @param hosts       names this server is called by beside loopback; without keys a request has to name one of them
 * @param metricsOpen whether metrics are told without a key
 */
public record AccessSettings(Optional<Path> keyFile, List<String> keys, Set<String> hosts, boolean metricsOpen) {

    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");

    /** @throws IllegalArgumentException whose message never has a secret */
    public AccessSettings {
        keys = List.copyOf(keys);
        hosts = Set.copyOf(hosts);
        for (String host : hosts) {
            if (!HOST.matcher(host).matches()) {
                throw new IllegalArgumentException("not a host name in lower case: " + host);
            }
        }
    }

    /** Without keys. */
    public static AccessSettings defaults() {
        return new AccessSettings(Optional.empty(), List.of(), Set.of(), false);
    }

    /** The same with the keys of this file. */
    public AccessSettings withKeyFile(Path file) {
        return new AccessSettings(Optional.of(file), keys, hosts, metricsOpen);
    }

    /** Whether calls have to be signed. */
    public boolean keyed() {
        return keyFile.isPresent() || !keys.isEmpty();
    }

    List<AccessKey> parsedKeys() {
        List<AccessKey> parsed = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            int colon = keys.get(i).indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("access key number " + (i + 1) + " has not the form id:secret");
            }
            parsed.add(new AccessKey(keys.get(i).substring(0, colon).strip(), keys.get(i).substring(colon + 1).strip()));
        }
        return parsed;
    }

    @Override
    public String toString() {
        return "AccessSettings[keyFile=" + keyFile + ", " + keys.size() + " keys, hosts=" + hosts + ", metricsOpen=" + metricsOpen + "]";
    }
}
