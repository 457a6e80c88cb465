package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.millrace.datadir.DataDirectory;
import io.millrace.datadir.DataDirectoryException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageAheadTest {

    @TempDir
    private Path parent;
    private Path root;
    private final OpenRooms rooms = new OpenRooms();

    @BeforeEach
    void makeDirectory() {
        root = parent.resolve("data");
        DataDirectory.open(root).close();
    }

    @AfterEach
    void close() {
        StorageAhead.closeUntaken();
        rooms.close();
    }

    @Test
    void whatWasBegunIsTakenOnceAndClosedByItsTaker() throws IOException {
        StorageAhead.begin(root);

        Storage taken = StorageAhead.take(root, rooms);
        StorageAhead.closeUntaken();

        assertThat(taken.directory().root()).isEqualTo(root);
        assertThatThrownBy(() -> StorageAhead.take(root, new OpenRooms())).isInstanceOf(DataDirectoryException.class);
        rooms.close();
        StorageAhead.take(root, rooms);
    }

    @Test
    void whatNobodyTookIsClosed() {
        StorageAhead.begin(root);

        StorageAhead.closeUntaken();

        DataDirectory.open(root).close();
    }

    @Test
    void anotherDirectoryThanTheOneBegunIsOpenedInItsPlace() throws IOException {
        StorageAhead.begin(root);

        Storage taken = StorageAhead.take(parent.resolve("other"), rooms);

        assertThat(taken.directory().root()).isEqualTo(parent.resolve("other"));
        DataDirectory.open(root).close();
    }

    @Test
    void noDirectoryIsMade() {
        Path missing = parent.resolve("missing");

        StorageAhead.begin(missing);
        StorageAhead.closeUntaken();

        assertThat(missing).doesNotExist();
    }

    @Test
    void whyItDidNotOpenIsToldToItsTaker() throws IOException {
        Files.writeString(root.resolve("format"), "millrace 99\n");
        StorageAhead.begin(root);

        assertThatThrownBy(() -> StorageAhead.take(root, rooms)).isInstanceOf(DataDirectoryException.UnknownFormat.class);
    }
}
