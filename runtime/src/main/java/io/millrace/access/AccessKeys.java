package io.millrace.access;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys in force: the file's, those of the settings, and one of the server's own, made new with each start, for its functions.
 * {@link #get} from any thread; {@link #reread} from one.
 */
public final class AccessKeys implements Supplier<KeyRing> {

    private static final Logger LOGGER = LoggerFactory.getLogger(AccessKeys.class);
    private static final String OWN_PREFIX = "MRFN";

    private final Optional<Path> file;
    private final List<AccessKey> fixed;
    private final AccessKey own;
    private byte[] lastRead;
    private String lastProblem = "";
    private volatile KeyRing ring;

    private AccessKeys(Optional<Path> file, List<AccessKey> fixed, AccessKey own) {
        this.file = file;
        this.fixed = fixed;
        this.own = own;
    }

    /**
     * Reads the keys; blocks.
     *
     * @throws IllegalArgumentException when there is a file and it has no keys, or any key is not one; never with a secret in its message
     */
    public static AccessKeys open(AccessSettings settings) {
        AccessKeys keys = new AccessKeys(settings.keyFile(), settings.parsedKeys(), AccessKey.random(OWN_PREFIX));
        try {
            keys.load();
        } catch (IOException | IllegalArgumentException problem) {
            throw new IllegalArgumentException(settings.keyFile().map(file -> "access keys of " + file + ": ").orElse("access keys: ") + said(problem));
        }
        return keys;
    }

    /** What is valid now. */
    @Override
    public KeyRing get() {
        return ring;
    }

    /** The server's own, for its functions. Valid until the server ends. */
    public AccessKey own() {
        return own;
    }

    /**
     * Reads the file again if it has changed. One that cannot be used leaves the keys as they were, and is told once. Blocks.
     */
    public void reread() {
        try {
            if (load()) {
                LOGGER.atInfo().addKeyValue("file", file.orElseThrow()).log("access keys read again");
            }
            lastProblem = "";
        } catch (IOException | IllegalArgumentException problem) {
            if (!lastProblem.equals(said(problem))) {
                lastProblem = said(problem);
                LOGGER.atError().addKeyValue("file", file.orElseThrow()).addKeyValue("problem", lastProblem)
                        .log("access keys not read, the old ones stay");
            }
        }
    }

    private boolean load() throws IOException {
        byte[] bytes = file.isPresent() ? KeyFile.read(file.get()) : new byte[0];
        if (lastRead != null && Arrays.equals(bytes, lastRead)) {
            return false;
        }
        List<AccessKey> all = new ArrayList<>(fixed);
        if (file.isPresent()) {
            all.addAll(KeyFile.parse(bytes));
        }
        all.add(own);
        ring = new KeyRing(all);
        lastRead = bytes;
        return true;
    }

    private static String said(Exception problem) {
        return problem instanceof IOException ? problem.getClass().getSimpleName() + ": " + problem.getMessage() : problem.getMessage();
    }
}
