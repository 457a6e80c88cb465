package io.millrace.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.time.Instant;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom. */
@AnalyzeClasses(packages = "io.millrace", importOptions = {ImportOption.DoNotIncludeTests.class, HouseTest.NoTestJars.class})
class HouseTest {

    /** The runtime's test classes come as a jar once it is packaged. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String[] RUNTIME = {
        "io.millrace.stream..", "io.millrace.disk..", "io.millrace.catalog..", "io.millrace.checkpoint..", "io.millrace.datadir..",
        "io.millrace.identity..", "io.millrace.invoke..", "io.millrace.clock..", "io.millrace.wire..", "io.millrace.kinesis..",
        "io.millrace.trigger..", "io.millrace.verify..", "io.millrace.access.."};
    private static final String[] SIBLINGS = {
        "io.millrace.functions..", "io.millrace.firehose..", "io.millrace.video..", "io.millrace.analytics.."};
    private static final String[] DEPLOYABLE = {"io.millrace.server..", "io.millrace.command..", "io.millrace.demo.."};
    private static final String[] CORE = {
        "io.millrace.stream..", "io.millrace.disk..", "io.millrace.catalog..", "io.millrace.checkpoint..", "io.millrace.datadir..",
        "io.millrace.identity..", "io.millrace.invoke..", "io.millrace.clock..", "io.millrace.trigger..", "io.millrace.verify.."};

    @ArchTest
    static final ArchRule theRuntimeKnowsNoneOfItsUsers = noClasses().that().resideInAnyPackage(RUNTIME)
            .should().dependOnClassesThat().resideInAnyPackage(SIBLINGS)
            .orShould().dependOnClassesThat().resideInAnyPackage(DEPLOYABLE);

    @ArchTest
    static final ArchRule siblingsMeetInPortsOfTheRuntimeOnly = slices()
            .matching("io.millrace.(functions|firehose|video|analytics)..").should().notDependOnEachOther().allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothingKnowsTheDeployable = noClasses().that().resideOutsideOfPackages(DEPLOYABLE)
            .should().dependOnClassesThat().resideInAnyPackage(DEPLOYABLE);

    @ArchTest
    static final ArchRule theCoreKnowsNoWireAndNoFramework = noClasses().that().resideInAnyPackage(CORE)
            .should().dependOnClassesThat().resideInAnyPackage("io.vertx..", "io.netty..", "io.quarkus..", "jakarta..",
                    "io.millrace.wire..");

    @ArchTest
    static final ArchRule onlyLocalImagesAndIndexesAreMapDb = noClasses().that()
            .resideOutsideOfPackages("io.millrace.stream.index..", "io.millrace.catalog.local..")
            .should().dependOnClassesThat().resideInAPackage("org.mapdb..");

    @ArchTest
    static final ArchRule logsMeetTheFileSystemInTheDiskPort = noClasses().that()
            .resideInAnyPackage("io.millrace.stream.log..", "io.millrace.catalog..", "io.millrace.checkpoint..")
            .should().dependOnClassesThat().belongToAnyOf(FileChannel.class, Files.class);

    @ArchTest
    static final ArchRule onlyCompiledInFunctionsKnowFunqy = noClasses().that().resideOutsideOfPackage("io.millrace.functions.compiled..")
            .should().dependOnClassesThat().resideInAPackage("io.quarkus.funqy..");

    @ArchTest
    static final ArchRule theTimeIsInjected = noClasses().that().resideOutsideOfPackage("io.millrace.clock..")
            .should().callMethod(System.class, "currentTimeMillis")
            .orShould().callMethod(System.class, "nanoTime")
            .orShould().callMethod(Instant.class, "now");
}
