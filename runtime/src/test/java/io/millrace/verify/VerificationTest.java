package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.datadir.DataDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What verify says of a directory that is well, and of each thing that can be wrong with one. */
class VerificationTest {

    private static final int FIRST_BLOCK = 4096;

    @TempDir
    Path temporary;
    private WrittenDirectory written;

    @BeforeEach
    void write() throws Exception {
        written = WrittenDirectory.write(temporary.resolve("data"), 0);
    }

    private VerificationReport verify() {
        return Verification.run(written.root);
    }

    private static String place(VerificationReport report, Severity severity) {
        return report.findings().stream().filter(finding -> finding.severity() == severity).findFirst().orElseThrow().place();
    }

    private void assertDamage(Path place) {
        VerificationReport report = verify();
        assertThat(report.exitCode()).as("%s", report.findings()).isEqualTo(VerificationReport.DAMAGED);
        assertThat(place(report, Severity.DAMAGE)).isEqualTo(written.root.relativize(place).toString());
    }

    private void assertNoteOnly(String place, String what) {
        VerificationReport report = verify();
        assertThat(report.exitCode()).as("%s", report.findings()).isEqualTo(VerificationReport.CLEAN);
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.NOTE);
            assertThat(finding.place()).isEqualTo(place);
            assertThat(finding.what()).contains(what);
        });
    }

    @Test
    void aCleanDirectoryIsCleanAndStaysAsItIs() throws Exception {
        Map<String, String> before = contents();
        VerificationReport report = verify();
        assertThat(report.findings()).isEmpty();
        assertThat(report.exitCode()).isEqualTo(VerificationReport.CLEAN);
        assertThat(report.tally().records()).isEqualTo(written.records);
        assertThat(report.tally().segments()).isEqualTo(written.files(".log").size()).isGreaterThan(3);
        assertThat(report.tally().indexes()).isEqualTo(report.tally().segments());
        assertThat(report.tally().catalogEntries()).isEqualTo(6);
        assertThat(report.tally().codeFiles()).isEqualTo(1);
        assertThat(contents()).isEqualTo(before);
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(written.root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file.toString(), Files.getLastModifiedTime(file) + " "
                        + HexFormat.of().formatHex(Files.readAllBytes(file)).hashCode());
            }
        }
        return contents;
    }

    @Test
    void anyBitFlippedInAClosedSegmentIsDamage() throws Exception {
        Path segment = written.files(".log").get(1);
        byte[] sound = Files.readAllBytes(segment);
        Random random = new Random(1);
        for (int i = 0; i < 40; i++) {
            WrittenDirectory.flip(segment, random.nextInt(sound.length * 8));
            assertDamage(segment);
            Files.write(segment, sound);
        }
    }

    @Test
    void anyBitFlippedInTheTailAfterACleanStopIsDamage() throws Exception {
        Path segment = written.files(".log").getLast();
        byte[] sound = Files.readAllBytes(segment);
        for (int fromEnd = 1; fromEnd < 1_700; fromEnd += 41) {
            WrittenDirectory.flip(segment, (sound.length - fromEnd) * 8L + fromEnd % 8);
            assertDamage(segment);
            Files.write(segment, sound);
        }
    }

    @Test
    void truncatedSegmentsAreDamage() throws Exception {
        List<Path> segments = written.files(".log");
        for (Path segment : List.of(segments.get(1), segments.getLast())) {
            byte[] sound = Files.readAllBytes(segment);
            for (int by : new int[] {1, 2_000, sound.length - FIRST_BLOCK, sound.length}) {
                WrittenDirectory.truncate(segment, by);
                assertDamage(segment);
                Files.write(segment, sound);
            }
        }
    }

    @Test
    void aMissingSegmentIsDamage() throws Exception {
        Path segment = written.files(".log").get(1);
        Files.delete(segment);
        assertDamage(segment);
    }

    @Test
    void aMissingStreamIsDamage() throws Exception {
        try (Stream<Path> files = Files.walk(written.root.resolve("streams"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        assertDamage(written.root.resolve("streams/" + WrittenDirectory.STREAM));
    }

    @Test
    void bytesBehindTheDurableEndAreATornTail() throws Exception {
        Path segment = written.files(".log").getLast();
        byte[] bytes = Files.readAllBytes(segment);
        Files.write(segment, Arrays.copyOfRange(bytes, bytes.length - 1_500, bytes.length), StandardOpenOption.APPEND);
        assertNoteOnly(written.root.relativize(segment).toString(), "torn tail");
    }

    @Test
    void aMissingIndexIsANoteAndADamagedOneDamage() throws Exception {
        Path index = written.files(".index").get(1);
        byte[] sound = Files.readAllBytes(index);
        Files.delete(index);
        assertNoteOnly(written.root.relativize(index).toString(), "is missing");
        Files.write(index, sound);
        WrittenDirectory.flip(index, 1_234);
        assertDamage(index);
        Files.write(index, Files.readAllBytes(written.files(".index").getFirst()));
        assertDamage(index);
    }

    @Test
    void aMissingImageIsANoteAndADamagedOneDamage() throws Exception {
        Path image = written.root.resolve("catalog/image.mapdb");
        byte[] sound = Files.readAllBytes(image);
        Files.delete(image);
        assertNoteOnly("catalog/image.mapdb", "is missing");
        Files.write(image, sound);
        WrittenDirectory.flip(image, sound.length * 4L);
        assertDamage(image);
    }

    @Test
    void damageInTheCatalogsJournalIsFound() throws Exception {
        Path journal = written.journal("catalog");
        byte[] sound = Files.readAllBytes(journal);
        for (int bit = 0; bit < (sound.length - 32) * 8; bit += 37) {
            WrittenDirectory.flip(journal, bit);
            assertDamage(written.root.resolve("catalog"));
            Files.write(journal, sound);
        }
        Files.write(journal, new byte[100], StandardOpenOption.APPEND);
        assertNoteOnly("catalog", "torn tail");
        Files.delete(journal);
        assertDamage(written.root.resolve("catalog"));
    }

    @Test
    void damageInTheCheckpointJournalIsFound() throws Exception {
        Path journal = written.journal("checkpoints");
        byte[] sound = Files.readAllBytes(journal);
        for (int bit = 40 * 8; bit < (sound.length - 32) * 8; bit += 61) {
            WrittenDirectory.flip(journal, bit);
            assertDamage(journal);
            Files.write(journal, sound);
        }
        WrittenDirectory.flip(journal, 3);
        assertDamage(written.root.resolve("checkpoints"));
    }

    @Test
    void aCheckpointAheadOfTheRecordsIsDamage() throws Exception {
        written = WrittenDirectory.write(temporary.resolve("ahead"), 1);
        VerificationReport report = verify();
        assertThat(report.exitCode()).isEqualTo(VerificationReport.DAMAGED);
        assertThat(report.findings()).singleElement().satisfies(finding ->
                assertThat(finding.what()).contains(WrittenDirectory.READER.owner()));
    }

    @Test
    void codeThatIsNotWhatItsHashSaysIsDamage() throws Exception {
        Path code = written.code();
        WrittenDirectory.flip(code, 0);
        assertDamage(code);
        WrittenDirectory.flip(code, 0);
        Files.write(code.resolveSibling("upload-1.tmp"), new byte[1]);
        assertNoteOnly("functions/code/upload-1.tmp", "not named by a hash");
    }

    @Test
    void anUnknownDirectoryVersionIsNotChecked() throws Exception {
        Files.writeString(written.root.resolve("format"), "millrace 2\n");
        VerificationReport report = verify();
        assertThat(report.exitCode()).isEqualTo(VerificationReport.NOT_CHECKED);
        assertThat(report.findings()).singleElement().satisfies(finding -> assertThat(finding.what()).contains("millrace 2"));
    }

    @Test
    void anUnknownSegmentVersionIsNotCheckedAndTheRestIs() throws Exception {
        Path segment = written.files(".log").getFirst();
        byte[] bytes = Files.readAllBytes(segment);
        bytes[8] = 2;
        bytes[2048 + 8] = 2;
        Files.write(segment, bytes);
        VerificationReport report = verify();
        assertThat(report.exitCode()).as("%s", report.findings()).isEqualTo(VerificationReport.NOT_CHECKED);
        assertThat(report.tally().catalogEntries()).isEqualTo(6);
        WrittenDirectory.flip(written.code(), 0);
        assertThat(verify().exitCode()).isEqualTo(VerificationReport.DAMAGED);
    }

    @Test
    void aDirectoryInUseOrNoneIsNotChecked() throws Exception {
        try (DataDirectory inUse = DataDirectory.open(written.root)) {
            VerificationReport report = verify();
            assertThat(report.exitCode()).isEqualTo(VerificationReport.NOT_CHECKED);
            assertThat(place(report, Severity.UNKNOWN)).isEqualTo(".");
            assertThat(inUse.root()).isEqualTo(written.root);
        }
        assertThat(verify().exitCode()).isEqualTo(VerificationReport.CLEAN);
        VerificationReport none = Verification.run(temporary.resolve("none"));
        assertThat(none.exitCode()).isEqualTo(VerificationReport.NOT_CHECKED);
        assertThat(temporary.resolve("none")).doesNotExist();
    }

    @Test
    void theReportIsLegible() throws Exception {
        WrittenDirectory.flip(written.code(), 0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        verify().print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).contains("checked " + written.root,
                "DAMAGE  functions/code/" + written.code().getFileName(),
                "        functions with this code do not start; deploy the code again").last().isEqualTo("damaged: 1 place");
    }
}
