package io.millrace.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessKeysTest {

    private static final String ONE = "[default]\naws_access_key_id = AKIDONE\naws_secret_access_key=secret-of-one-1234\n",
            TWO = "# another\n\n[two]\naws_secret_access_key = secret/of+two=5678\naws_access_key_id = AKIDTWO\n";

    @TempDir
    private Path directory;

    /** What is logged of the keys while a test runs. */
    private static final class Events extends Handler implements AutoCloseable {
        private final Logger logger = Logger.getLogger(AccessKeys.class.getName());
        private final List<String> errors = new ArrayList<>();

        Events() {
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord event) {
            if (event.getLevel().intValue() >= Level.SEVERE.intValue()) {
                errors.add(event.getMessage());
            }
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }

    @Test
    void theFileHasTheFormOfTheSharedCredentials() {
        assertThat(KeyFile.parse((ONE + TWO).getBytes())).containsExactly(new AccessKey("AKIDONE", "secret-of-one-1234"), new AccessKey("AKIDTWO", "secret/of+two=5678"));
    }

    @Test
    void whatIsNoKeyFileIsRefusedByItsLineAndWithoutSecrets() {
        assertThatThrownBy(() -> KeyFile.parse("".getBytes())).hasMessage("there is no access key in it");
        assertThatThrownBy(() -> KeyFile.parse("[a]\n# none\n".getBytes())).hasMessage("there is no access key in it");
        assertThatThrownBy(() -> KeyFile.parse((ONE + "x = y\n").getBytes())).hasMessageContaining("line 4 is neither");
        assertThatThrownBy(() -> KeyFile.parse((ONE + ONE).getBytes())).hasMessageContaining("AKIDONE is there twice").hasMessageNotContaining("secret-of");
        assertThatThrownBy(() -> KeyFile.parse((ONE + "aws_access_key_id = B\n").getBytes())).hasMessageContaining("line 4 says aws_access_key_id a second time");
        assertThatThrownBy(() -> KeyFile.parse("[a]\naws_access_key_id = AKID\n[b]\n".getBytes())).hasMessageContaining("above line 3 lacks aws_secret");
        assertThatThrownBy(() -> KeyFile.parse("aws_access_key_id=AKID\naws_secret_access_key=short\n".getBytes()))
                .hasMessageContaining("16 to 256").hasMessageNotContaining("short");
    }

    @Test
    void aWrittenFileIsReadByItsOwnerOnly() throws IOException {
        AccessKey key = AccessKey.random("MR");
        KeyFile.write(directory.resolve("keys"), key);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("keys")))).isEqualTo("rw-------");
        assertThat(KeyFile.parse(KeyFile.read(directory.resolve("keys")))).containsExactly(key);
        assertThat(key.toString()).doesNotContain(key.secret());
        assertThat(AccessKey.random("MR").secret()).isNotEqualTo(key.secret()).hasSize(40);
    }

    @Test
    void keysOfFileAndSettingsAreValidWithOneOfTheServersOwn() throws IOException {
        AccessKeys keys = AccessKeys.open(settings(ONE, "AKIDENV:secret-of-the-environment", " AKIDENV2 : secret-of-environment-2"));

        assertThat(keys.get().find("AKIDONE")).hasValueSatisfying(key -> assertThat(key.secret()).isEqualTo("secret-of-one-1234"));
        assertThat(keys.get().find("AKIDENV")).isPresent();
        assertThat(keys.get().find("AKIDENV2")).isPresent();
        assertThat(keys.get().find(keys.own().id())).contains(keys.own());
        assertThat(AccessKeys.open(settings(ONE)).own()).isNotEqualTo(keys.own());
    }

    @Test
    void aChangedFileCountsAtOnceAndABadOneNotAtAll() throws IOException {
        AccessKeys keys = AccessKeys.open(settings(ONE));
        AccessKey own = keys.own();
        try (Events events = new Events()) {
            keys.reread();
            KeyRing before = keys.get();
            write(TWO);
            keys.reread();
            assertThat(keys.get().find("AKIDONE")).isEmpty();
            assertThat(keys.get().find("AKIDTWO")).isPresent();
            assertThat(keys.get().find(own.id())).contains(own);
            assertThat(keys.get()).isNotSameAs(before);

            for (String bad : new String[] {"", "[two]\naws_access_key_id = AKIDTWO\n", "nonsense"}) {
                write(bad);
                keys.reread();
                keys.reread();
                assertThat(keys.get().find("AKIDTWO")).as(bad).isPresent();
            }
            Files.delete(directory.resolve("keys"));
            keys.reread();
            keys.reread();
            assertThat(keys.get().find("AKIDTWO")).isPresent();
            assertThat(events.errors).hasSize(4);

            write(ONE);
            keys.reread();
            assertThat(keys.get().find("AKIDTWO")).isEmpty();
            assertThat(keys.get().find("AKIDONE")).isPresent();
        }
    }

    @Test
    void aServerDoesNotStartWithoutTheKeysItWasTold() throws IOException {
        assertThatThrownBy(() -> AccessKeys.open(settings(""))).hasMessageContaining("keys: there is no access key in it");
        assertThatThrownBy(() -> AccessKeys.open(new AccessSettings(Optional.of(directory.resolve("none")), List.of(), Set.of(), false)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("none");
        assertThatThrownBy(() -> AccessKeys.open(settings(ONE, "a-secret-without-a-colon"))).hasMessageContaining("number 1")
                .hasMessageNotContaining("a-secret");
        assertThatThrownBy(() -> AccessKeys.open(settings(ONE, "AKIDONE:another-secret-1234"))).hasMessageContaining("AKIDONE is there twice");
    }

    @Test
    void derivedKeysAreBounded() {
        AccessKey key = AccessKey.random("MR");
        KeyRing ring = new KeyRing(List.of(key));
        for (int i = 0; i < 3 * KeyRing.DERIVED_MAX; i++) {
            ring.signingKey(key, new Scope(Integer.toString(i), "us-east-1", "kinesis", Scope.TERMINATOR));
        }

        assertThat(ring.derivedKeys()).isLessThanOrEqualTo(KeyRing.DERIVED_MAX);
    }

    private AccessSettings settings(String file, String... keys) throws IOException {
        write(file);
        return new AccessSettings(Optional.of(directory.resolve("keys")), List.of(keys), Set.of(), false);
    }

    private void write(String text) throws IOException {
        Files.writeString(directory.resolve("keys"), text);
    }
}
