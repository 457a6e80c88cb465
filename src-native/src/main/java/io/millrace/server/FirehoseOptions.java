package io.millrace.server;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import io.millrace.datadir.DataDirectory;
import io.millrace.firehose.deliver.DeliverySettings;
import io.millrace.firehose.deliver.HttpEndpointSettings;
import io.millrace.firehose.deliver.S3Settings;
import io.millrace.firehose.engine.FirehoseSettings;
import io.millrace.firehose.format.columnar.FormatWorkerSettings;
import io.millrace.functions.worker.WorkerJdk;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;

/** {@code millrace.firehose.*}: of the delivery streams. */
public interface FirehoseOptions {

    @WithDefault("5000")
    int streamsMax();

    @WithDefault("16G")
    MemorySize undeliveredSizeMax();

    @WithDefault("512M")
    MemorySize freeSpaceMin();

    /** Unset: as fast as it goes. */
    Optional<MemorySize> putSizePerSecond();

    @WithDefault("500")
    int activePartitionsMax();

    @WithDefault("4")
    int uploadsMax();

    @WithDefault("false")
    boolean smallBuffers();

    @WithDefault("5s")
    Duration stopWait();

    /** Unset: {@code firehose/keys} in the data directory. */
    Optional<Path> keys();

    S3 s3();

    /** Unset: {@code firehose/schemas} in the data directory. */
    Optional<Path> schemas();

    FormatWorker formatWorker();

    /** Hosts of HTTP endpoints that may be reached by plain http and at any port. */
    @WithDefault("127.0.0.1,localhost,::1")
    Set<String> openHosts();

    /** For a request to an HTTP endpoint with its body and its answer. */
    @WithDefault("3m")
    Duration endpointTimeout();

    default FirehoseSettings toRoom() {
        FirehoseSettings defaults = FirehoseSettings.defaults();
        return new FirehoseSettings(streamsMax(), undeliveredSizeMax().asLongValue(), freeSpaceMin().asLongValue(),
                putSizePerSecond().map(size -> OptionalLong.of(size.asLongValue())).orElse(OptionalLong.empty()), activePartitionsMax(),
                defaults.parcelsMax(), defaults.formatsMax(), uploadsMax(), defaults.appendBytes(), defaults.laneThreads(), defaults.formatThreads(),
                smallBuffers(), stopWait());
    }

    default DeliverySettings toDelivery(DataDirectory data, String region) {
        HttpEndpointSettings http = HttpEndpointSettings.defaults();
        return new DeliverySettings(s3().endpoint().map(endpoint -> s3().toRoom(endpoint, region)), s3().directory().orElse(data.buckets()),
                new HttpEndpointSettings(openHosts(), http.connectTimeout(), endpointTimeout(), http.responseBytesMax()));
    }

    /** Of the processes that make Parquet and ORC. */
    interface FormatWorker {

        /** The release its program is built for. */
        int JAVA_RELEASE = 25;

        /** Unset: what the build has made below {@code MILLRACE_HOME}, if that is set. */
        Optional<Path> jars();

        @WithDefault("512M")
        MemorySize heapSize();

        @WithDefault("1")
        int workersMax();

        /** @param jdk what runs functions; a worker needs the release it is built for, or a newer one */
        default FormatWorkerSettings toRoom(Optional<WorkerJdk> jdk, Map<String, String> environment) {
            Optional<Path> directory = jars().or(() -> Optional.ofNullable(environment.get("MILLRACE_HOME"))
                    .map(home -> Path.of(home, "firehose-pipelines", "columnar", "target", "worker"))).filter(Files::isDirectory);
            Optional<Path> java = jdk.filter(found -> found.release() >= JAVA_RELEASE && directory.isPresent()).map(WorkerJdk::java);
            FormatWorkerSettings defaults = FormatWorkerSettings.defaults(java, directory.map(path -> List.of(path + "/*")).orElse(List.of()));
            return new FormatWorkerSettings(java, defaults.classPath(), (int) (heapSize().asLongValue() >> 20), workersMax(), defaults.answerTimeout());
        }
    }

    /** Where buckets are. */
    interface S3 {

        /** Unset: buckets are directories of this machine. */
        Optional<URI> endpoint();

        /** Unset: {@code buckets} in the data directory. */
        Optional<Path> directory();

        @WithDefault("true")
        boolean pathStyle();

        @WithDefault("false")
        boolean chunkedEncoding();

        /** Unset, or without the secret: as the AWS SDK finds them. */
        Optional<String> accessKeyId();

        Optional<String> secretAccessKey();

        /** For a request to the store with its body and its answer. */
        @WithDefault("3m")
        Duration requestTimeout();

        default S3Settings toRoom(URI endpoint, String region) {
            S3Settings defaults = S3Settings.defaults();
            Optional<S3Settings.Credentials> credentials = accessKeyId().flatMap(id -> secretAccessKey()
                    .map(secret -> new S3Settings.Credentials(id, secret, Optional.empty())));
            return new S3Settings(Optional.of(endpoint), region, pathStyle(), credentials, chunkedEncoding(), defaults.multipartAbove(),
                    defaults.partBytes(), defaults.connectTimeout(), requestTimeout());
        }
    }
}
