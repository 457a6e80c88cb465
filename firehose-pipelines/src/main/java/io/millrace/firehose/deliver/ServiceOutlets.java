package io.millrace.firehose.deliver;

import io.millrace.firehose.config.CompressionFormat;
import io.millrace.firehose.config.ConversionConfig;
import io.millrace.firehose.config.DestinationConfig;
import io.millrace.firehose.config.HttpEndpointConfig;
import io.millrace.firehose.config.S3Config;
import io.millrace.firehose.config.UnsupportedConfig;
import io.millrace.firehose.format.ConcatenatedFormat;
import io.millrace.firehose.format.Conversions;
import io.millrace.firehose.format.HttpRequestFormat;
import io.millrace.firehose.format.OutputFormat;
import io.millrace.firehose.prefix.PrefixRules;
import io.millrace.firehose.prefix.RequestIds;
import io.millrace.firehose.prefix.ServiceNaming;
import java.net.URI;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The destinations of this server: buckets of an S3-compatible store or directories in their stead, and HTTP endpoints. */
public final class ServiceOutlets implements OutletFactory {

    private static final int HTTP_RECORDS_MAX = 10_000, HTTPS_PORT = 443;
    /** A body may have 64 MiB: base64 makes four bytes of three, and each record has its braces. */
    private static final long HTTP_BYTES_MAX = (64L * 1024 * 1024 - HTTP_RECORDS_MAX * 20L - 1024) / 4 * 3;
    /** Bounds what is kept of records that do not fit their table, until the object is made. */
    private static final long COLUMNAR_RECORDS_MAX = 2_000_000;
    private static final long OBJECT_BYTES_MAX = 5L * 1024 * 1024 * 1024;

    private final DeliverySettings settings;
    private final Conversions conversions;
    private final RandomGenerator random;

    /** @param random thread safe, and not to be guessed if names of objects are not to be */
    public ServiceOutlets(DeliverySettings settings, Conversions conversions, RandomGenerator random) {
        this.settings = settings;
        this.conversions = conversions;
        this.random = random;
    }

    @Override
    public Outlet data(Origin origin, DestinationConfig config) {
        return switch (config) {
            case S3Config s3 -> data(origin, s3);
            case HttpEndpointConfig endpoint -> data(origin, endpoint);
        };
    }

    @Override
    public Outlet backup(Origin origin, S3Config config) {
        PrefixRules.check(config);
        return objects(config, new ConcatenatedFormat(config.compression()), ServiceNaming.ofRecords(config, stem(origin), extension(config), random),
                Long.MAX_VALUE);
    }

    @Override
    public Outlet errors(Origin origin, S3Config config) {
        PrefixRules.check(config);
        return objects(config, new ConcatenatedFormat(config.compression()),
                ServiceNaming.ofErrors(config, stem(origin), ConcatenatedFormat.extension(config.compression()), random),
                Long.MAX_VALUE);
    }

    private Outlet data(Origin origin, S3Config config) {
        PrefixRules.check(config);
        PrefixRules.checkKeys(config);
        if (config.conversion().isEmpty()) {
            return backup(origin, config);
        }
        ConversionConfig conversion = config.conversion().get();
        if (config.compression() != CompressionFormat.UNCOMPRESSED) {
            throw new UnsupportedConfig("CompressionFormat must be UNCOMPRESSED when DataFormatConversionConfiguration is enabled");
        }
        return objects(config, conversions.open(conversion), ServiceNaming.ofRecords(config, stem(origin), extension(config), random), COLUMNAR_RECORDS_MAX);
    }

    private Outlet data(Origin origin, HttpEndpointConfig config) {
        check(config.url());
        return new Outlet(new HttpEndpoint(config, origin.arn(), settings.endpoints()), new HttpRequestFormat(config.gzip()), new RequestIds(random),
                HTTP_RECORDS_MAX, HTTP_BYTES_MAX, Optional.of(config.retry()));
    }

    private Outlet objects(S3Config config, OutputFormat format, ServiceNaming naming, long recordsMax) {
        return new Outlet(bucket(config), format, naming, recordsMax, OBJECT_BYTES_MAX, Optional.empty());
    }

    private Destination bucket(S3Config config) {
        if (settings.store().isPresent()) {
            return S3Bucket.open(settings.store().get(), config.bucket(), config.kmsKeyArn());
        }
        if (config.kmsKeyArn().isPresent()) {
            throw new UnsupportedConfig("EncryptionConfiguration with a KMS key is not supported: no S3-compatible store is configured");
        }
        return new LocalDirectory(ObjectPath.under(settings.directory(), config.bucket()));
    }

    /** As the service, which takes https at port 443 only, but for the hosts that the settings open. */
    private void check(URI url) {
        String host = url.getHost() == null ? "" : url.getHost().replaceAll("[\\[\\]]", "");
        boolean https = "https".equalsIgnoreCase(url.getScheme());
        boolean open = settings.endpoints().openHosts().contains(host) && (https || "http".equalsIgnoreCase(url.getScheme()));
        if (!open && (!https || host.isEmpty() || url.getPort() != -1 && url.getPort() != HTTPS_PORT)) {
            throw new UnsupportedConfig("EndpointConfiguration.Url must be an https URL at port 443, or one of a host that this server may reach otherwise");
        }
    }

    private static String extension(S3Config config) {
        if (!config.fileExtension().isEmpty()) {
            return config.fileExtension();
        }
        return config.conversion().map(conversion -> switch (conversion.output()) {
            case ConversionConfig.Parquet unused -> ".parquet";
            case ConversionConfig.Orc unused -> ".orc";
        }).orElseGet(() -> ConcatenatedFormat.extension(config.compression()));
    }

    private static String stem(Origin origin) {
        return origin.deliveryStream() + "-" + origin.version();
    }
}
