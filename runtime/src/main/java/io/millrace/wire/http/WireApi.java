package io.millrace.wire.http;

import io.millrace.wire.WireFault;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An API on {@code POST /}: its operations, and the faults it uses for what goes wrong around them.
 *
 * @param name         the service's in signatures, and in metrics and logs, e.g. {@code kinesis}
 * @param targetPrefix what {@code X-Amz-Target} has before the dot, e.g. {@code Kinesis_20131202}
 * @param operations   by name
 * @param unbuilt      operations of the service that this server does not have; refused by name
 * @param faults       see {@link Faults}
 */
public record WireApi(String name, String targetPrefix, Map<String, WireOperation<?>> operations, Set<String> unbuilt, Faults faults) {

    /**
     * @param invalid   a member breaks a limit of the service model
     * @param throttled the server's memory is spent
     * @param internal  something that should not happen
     */
    public record Faults(WireFault invalid, WireFault throttled, WireFault internal) {
    }

    public WireApi {
        operations = Map.copyOf(operations);
        unbuilt = Set.copyOf(unbuilt);
    }

    public static WireApi of(String name, String targetPrefix, List<WireOperation<?>> operations, Set<String> unbuilt, Faults faults) {
        return new WireApi(name, targetPrefix, operations.stream().collect(Collectors.toMap(WireOperation::name, Function.identity())),
                unbuilt, faults);
    }
}
