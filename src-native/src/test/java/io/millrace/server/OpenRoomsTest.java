package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class OpenRoomsTest {

    @Test
    void closesInReverseOrderWhateverFailsOnTheWay() {
        List<String> closed = new ArrayList<>();
        OpenRooms rooms = new OpenRooms();
        AutoCloseable first = rooms.add("first", () -> closed.add("first"));
        rooms.add("second", () -> {
            closed.add("second");
            throw new IllegalStateException("will not");
        });
        rooms.add("third", () -> closed.add("third"));

        rooms.close();
        rooms.close();

        assertThat(first).isNotNull();
        assertThat(closed).containsExactly("third", "second", "first");
    }
}
