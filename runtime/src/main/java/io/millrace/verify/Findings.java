package io.millrace.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Findings as they come; names places relative to the data directory. One thread. */
public final class Findings {

    private final Path directory;
    private final List<Finding> found = new ArrayList<>();
    final Tally tally = new Tally();

    Findings(Path directory) {
        this.directory = directory;
    }

    /** Worth knowing; nothing is wrong. */
    public void note(Path place, String what, String meaning) {
        add(Severity.NOTE, place, what, meaning);
    }

    /** Something durable is damaged or gone. */
    public void damage(Path place, String what, String meaning) {
        add(Severity.DAMAGE, place, what, meaning);
    }

    /** Something could not be checked. */
    public void unknown(Path place, String what, String meaning) {
        add(Severity.UNKNOWN, place, what, meaning);
    }

    private void add(Severity severity, Path place, String what, String meaning) {
        String name = place.equals(directory) ? "." : directory.relativize(place).toString();
        found.add(new Finding(severity, name, what, meaning));
    }

    public Tally tally() {
        return tally;
    }

    VerificationReport report() {
        return new VerificationReport(directory, found, tally);
    }
}
