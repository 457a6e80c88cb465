package io.millrace.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import io.millrace.firehose.deliver.ParcelsCheck;
import io.millrace.verify.Verification;
import io.millrace.verify.VerificationReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Checks a data directory while no server runs on it. */
@Command(name = "verify", mixinStandardHelpOptions = true,
        description = "Check a data directory offline and say what is found; changes nothing.",
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
            "0:nothing is wrong; the torn tail of a crash is normal",
            "1:something that was durable is damaged or gone",
            "2:not checked: in use, of an unknown format, not readable"})
final class VerifyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "The data directory, as given to serve with --data.")
    private Path directory;

    @Override
    public Integer call() {
        VerificationReport report = Verification.run(directory, List.of(new ParcelsCheck()));
        report.print(System.out);
        return report.exitCode();
    }
}
