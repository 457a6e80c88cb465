package io.millrace.functions.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Invocations of one function that wait; turns go round the lanes, in a lane it is first come first served. One thread. */
final class Turns {

    private final LinkedHashMap<String, ArrayDeque<Invocation>> lanes = new LinkedHashMap<>();
    private int size;

    void add(Invocation invocation) {
        lanes.computeIfAbsent(invocation.lane(), lane -> new ArrayDeque<>(1)).add(invocation);
        size++;
    }

    /** Takes the one whose turn it is. */
    Optional<Invocation> next() {
        Iterator<Map.Entry<String, ArrayDeque<Invocation>>> first = lanes.entrySet().iterator();
        if (!first.hasNext()) {
            return Optional.empty();
        }
        Map.Entry<String, ArrayDeque<Invocation>> lane = first.next();
        String name = lane.getKey();
        ArrayDeque<Invocation> queue = lane.getValue();
        first.remove();
        Invocation invocation = queue.remove();
        if (!queue.isEmpty()) {
            lanes.put(name, queue);
        }
        size--;
        return Optional.of(invocation);
    }

    /** The one whose turn it is; it has waited longest or nearly so. */
    Optional<Invocation> peek() {
        return lanes.isEmpty() ? Optional.empty() : Optional.of(lanes.firstEntry().getValue().peek());
    }

    int size() {
        return size;
    }

    /** How many of them do not wait in lanes: API calls for which a worker is being started. */
    long immediate() {
        return lanes.values().stream().filter(queue -> !queue.peek().waits()).count();
    }

    List<Invocation> removeAll() {
        List<Invocation> all = new ArrayList<>();
        lanes.values().forEach(all::addAll);
        lanes.clear();
        size = 0;
        return all;
    }
}
