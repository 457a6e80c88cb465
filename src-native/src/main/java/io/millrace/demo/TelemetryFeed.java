package io.millrace.demo;

import java.io.IOException;
import java.util.List;

import io.millrace.clock.Clock;

/** This machine's readings, as many times a second as it is asked. What finds no room is lost: a reading is of its moment. */
final class TelemetryFeed implements Feed {

    private final MachineReadings machine;
    private final Clock clock;
    private volatile List<Reading> last = List.of();

    TelemetryFeed(MachineReadings machine, Clock clock) {
        this.machine = machine;
        this.clock = clock;
    }

    @Override
    public void fill(Producer producer, long nanos) throws IOException {
        List<Reading> readings = machine.read(nanos);
        if (readings.isEmpty()) {
            return;
        }
        last = readings;
        long now = clock.millis();
        readings.forEach(reading -> producer.offer(new Producer.Line(reading.metric(), reading.json(now))));
    }

    @Override
    public boolean isOver() {
        return false;
    }

    @Override
    public List<Reading> lastReadings() {
        return last;
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
