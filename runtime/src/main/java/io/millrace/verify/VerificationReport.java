package io.millrace.verify;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * What a verification found.
 *
 * @param findings in the order they were met
 */
public record VerificationReport(Path directory, List<Finding> findings, Tally tally) {

    /** Nothing is wrong. */
    public static final int CLEAN = 0;
    /** Something that was durable is damaged or gone. */
    public static final int DAMAGED = 1;
    /** Nothing is known to be damaged, but something could not be checked. */
    public static final int NOT_CHECKED = 2;

    public VerificationReport {
        findings = List.copyOf(findings);
    }

    public boolean has(Severity severity) {
        return findings.stream().anyMatch(finding -> finding.severity() == severity);
    }

    /** For the process: {@link #CLEAN}, {@link #DAMAGED} or {@link #NOT_CHECKED}. */
    public int exitCode() {
        if (has(Severity.DAMAGE)) {
            return DAMAGED;
        }
        return has(Severity.UNKNOWN) ? NOT_CHECKED : CLEAN;
    }

    /** For people: what was looked at, each finding with its meaning, and the verdict in the last line. */
    public void print(PrintStream out) {
        out.println("checked " + directory);
        out.println("  " + tally);
        for (Finding finding : findings) {
            out.println();
            out.println(label(finding.severity()) + "  " + finding.place());
            out.println("        " + finding.what());
            out.println("        " + finding.meaning());
        }
        out.println();
        out.println(verdict());
    }

    private static String label(Severity severity) {
        return switch (severity) {
            case NOTE -> "note  ";
            case DAMAGE -> "DAMAGE";
            case UNKNOWN -> "?     ";
        };
    }

    private String verdict() {
        long damages = findings.stream().filter(finding -> finding.severity() == Severity.DAMAGE).count();
        long unknown = findings.stream().filter(finding -> finding.severity() == Severity.UNKNOWN).count();
        if (damages > 0) {
            return "damaged: " + damages + (damages == 1 ? " place" : " places")
                    + (unknown > 0 ? "; " + unknown + " could not be checked" : "");
        }
        return unknown > 0 ? "not checked: " + unknown + (unknown == 1 ? " thing" : " things") : "clean";
    }
}
