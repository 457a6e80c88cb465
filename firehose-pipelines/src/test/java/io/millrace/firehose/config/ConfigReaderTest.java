package io.millrace.firehose.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Destinations as the pipeline gets them, and the combinations that are refused. */
class ConfigReaderTest {

    private static final String PARTITIONED = "'Prefix':'!{partitionKeyFromQuery:c}/','ErrorOutputPrefix':'e/','DynamicPartitioningConfiguration':{'Enabled':true}",
            CONVERTED = "'DataFormatConversionConfiguration':{'SchemaConfiguration':{'RoleARN':'r','DatabaseName':'d','TableName':'t'},"
                    + "'InputFormatConfiguration':{'Deserializer':{'OpenXJsonSerDe':{}}},'OutputFormatConfiguration':{'Serializer':{'ParquetSerDe':{}}}}";

    @Test
    void whatIsNotGivenHasTheServicesDefaults() {
        assertThat(Trees.readS3("")).isEqualTo(new S3Config("arn:aws:iam::000000000000:role/any", "bucket", "", "", new BufferingConfig(5, Duration.ofSeconds(300)),
                CompressionFormat.UNCOMPRESSED, Optional.empty(), ProcessingConfig.NONE, Optional.empty(), Optional.empty(), Optional.empty(), "", ZoneId.of("UTC")));
        HttpEndpointConfig http = Trees.readHttp("");
        assertThat(http.buffering()).isEqualTo(new BufferingConfig(5, Duration.ofSeconds(300)));
        assertThat(http.gzip()).isFalse();
        assertThat(http.backUpAll()).isFalse();
        assertThat(http.retry()).isEqualTo(Duration.ofSeconds(300));
        assertThat(http.accessKey()).isEmpty();
        assertThat(http.s3()).isEqualTo(Trees.readS3(""));
        assertThat(Trees.readS3(CONVERTED).buffering()).isEqualTo(new BufferingConfig(128, Duration.ofSeconds(300)));
        assertThat(Trees.readS3(CONVERTED.replace("{'Schema", "{'Enabled':false,'Schema")).conversion()).isEmpty();
    }

    @Test
    void whatIsGivenIsTaken() {
        S3Config s3 = Trees.readS3("'Prefix':'p/','ErrorOutputPrefix':'e/','BufferingHints':{'SizeInMBs':128,'IntervalInSeconds':0},'CompressionFormat':'HADOOP_SNAPPY',"
                + "'EncryptionConfiguration':{'KMSEncryptionConfig':{'AWSKMSKeyARN':'k'}},'FileExtension':'.x','CustomTimeZone':'Asia/Tokyo',"
                + "'S3BackupMode':'Enabled','S3BackupConfiguration':{'RoleARN':'r','BucketARN':'arn:aws:s3:::backup','CompressionFormat':'ZIP'}");
        assertThat(s3.prefix()).isEqualTo("p/");
        assertThat(s3.errorOutputPrefix()).isEqualTo("e/");
        assertThat(s3.buffering()).isEqualTo(new BufferingConfig(128, Duration.ZERO));
        assertThat(s3.compression()).isEqualTo(CompressionFormat.HADOOP_SNAPPY);
        assertThat(s3.kmsKeyArn()).contains("k");
        assertThat(s3.fileExtension()).isEqualTo(".x");
        assertThat(s3.timeZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(s3.backup().orElseThrow().bucket()).isEqualTo("backup");
        assertThat(s3.backup().orElseThrow().compression()).isEqualTo(CompressionFormat.ZIP);
        HttpEndpointConfig http = Trees.readHttp("'RetryOptions':{'DurationInSeconds':7200},'S3BackupMode':'AllData','RequestConfiguration':{'ContentEncoding':'GZIP',"
                + "'CommonAttributes':[{'AttributeName':'b','AttributeValue':'1'},{'AttributeName':'a','AttributeValue':''}]}");
        assertThat(http.retry()).isEqualTo(Duration.ofHours(2));
        assertThat(http.backUpAll()).isTrue();
        assertThat(http.gzip()).isTrue();
        assertThat(http.commonAttributes()).containsExactly(Map.entry("b", "1"), Map.entry("a", ""));
    }

    @Test
    void conversionsHaveTheirDefaultsAndOptions() {
        ConversionConfig usual = Trees.readS3(CONVERTED).conversion().orElseThrow();
        assertThat(usual.input()).isEqualTo(new ConversionConfig.OpenXJson(false, true, Map.of()));
        assertThat(usual.output()).isEqualTo(new ConversionConfig.Parquet(256 << 20, 1 << 20, "SNAPPY", false, 0, "V1"));
        assertThat(usual.schema()).isEqualTo(new ConversionConfig.Schema(Optional.empty(), "d", "t", Optional.empty(), "LATEST", Optional.of("r")));
        String orc = CONVERTED.replace("'OpenXJsonSerDe':{}", "'HiveJsonSerDe':{'TimestampFormats':['millis']}");
        ConversionConfig other = Trees.readS3(orc.replace("'ParquetSerDe':{}", "'OrcSerDe':{}")).conversion().orElseThrow();
        assertThat(other.input()).isEqualTo(new ConversionConfig.HiveJson(List.of("millis")));
        assertThat(other.output()).isEqualTo(new ConversionConfig.Orc(64 << 20, 256 << 20, 10_000, false, 0.05, "SNAPPY", List.of(), 0.05, OptionalDouble.empty(), "V0_12"));
        ConversionConfig given = Trees.readS3(orc.replace("'ParquetSerDe':{}", "'OrcSerDe':{'StripeSizeBytes':8388608,'BlockSizeBytes':67108864,'RowIndexStride':1000,"
                + "'EnablePadding':true,'PaddingTolerance':0.5,'Compression':'NONE','BloomFilterColumns':['a'],'BloomFilterFalsePositiveProbability':0.25,"
                + "'DictionaryKeyThreshold':0.0,'FormatVersion':'V0_11'}")).conversion().orElseThrow();
        assertThat(given.output()).isEqualTo(new ConversionConfig.Orc(8 << 20, 64 << 20, 1_000, true, 0.5, "NONE", List.of("a"), 0.25, OptionalDouble.of(0), "V0_11"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'BufferingHints':{'SizeInMBs':5}                                       | BufferingHints must have both SizeInMBs and IntervalInSeconds
            'BufferingHints':{'IntervalInSeconds':5}                               | BufferingHints must have both SizeInMBs and IntervalInSeconds
            'S3BackupMode':'Enabled'                                               | S3BackupConfiguration must be specified when S3BackupMode is Enabled
            'S3BackupMode':'Enabled','S3BackupConfiguration':{'RoleARN':'r','BucketARN':'b','BufferingHints':{'SizeInMBs':5,'IntervalInSeconds':0}} | Zero buffering is not available for an S3 backup
            'S3BackupMode':'Enabled','S3BackupConfiguration':{'RoleARN':'r','BucketARN':'b','BufferingHints':{'SizeInMBs':5}} | BufferingHints must have both
            'S3BackupMode':'Enabled','S3BackupConfiguration':{'RoleARN':'r','BucketARN':'b','Prefix':'!{partitionKeyFromQuery:c}/','ErrorOutputPrefix':'e/'} | dynamic partitioning must be enabled
            'EncryptionConfiguration':{'NoEncryptionConfig':'NoEncryption','KMSEncryptionConfig':{'AWSKMSKeyARN':'k'}} | EncryptionConfiguration must have either NoEncryptionConfig or KMSEncryptionConfig
            'CloudWatchLoggingOptions':{'Enabled':true,'LogGroupName':'g'}         | CloudWatchLoggingOptions must have LogGroupName and LogStreamName when it is enabled
            'CloudWatchLoggingOptions':{'Enabled':true,'LogGroupName':'','LogStreamName':'s'} | CloudWatchLoggingOptions must have LogGroupName and LogStreamName
            'CustomTimeZone':'Mars/Olympus'                                        | CustomTimeZone is not a time zone: Mars/Olympus
            'Prefix':'!{partitionKeyFromQuery:c}/','ErrorOutputPrefix':'e/'        | Prefix has partition key expressions, so dynamic partitioning must be enabled
            'Prefix':'!{partitionKeyFromLambda:c}/','ErrorOutputPrefix':'e/'       | Prefix has partition key expressions, so dynamic partitioning must be enabled
            'Prefix':'!{timestamp:yyyy}/'                                          | ErrorOutputPrefix must be specified when Prefix contains expressions
            'ErrorOutputPrefix':'!{partitionKeyFromQuery:c}/'                      | ErrorOutputPrefix must not have partition key expressions
            """)
    void refusedInS3(String members, String message) {
        assertThatThrownBy(() -> Trees.readS3(members)).isInstanceOf(UnsupportedConfig.class).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'BufferingHints':{'SizeInMBs':5}                                       | BufferingHints must have both SizeInMBs and IntervalInSeconds
            'SecretsManagerConfiguration':{'Enabled':true,'SecretARN':'a'}         | SecretsManagerConfiguration is not supported by this server yet
            'CloudWatchLoggingOptions':{'Enabled':true}                            | CloudWatchLoggingOptions must have LogGroupName and LogStreamName
            'RequestConfiguration':{'CommonAttributes':[{'AttributeName':'a','AttributeValue':'1'},{'AttributeName':'a','AttributeValue':'2'}]} | CommonAttributes has a more than once
            'EndpointConfiguration':{'Url':'https://'}                             | Url is malformed: https://
            'EndpointConfiguration':{'Url':'https:///x'}                           | Url has no host: https:///x
            'EndpointConfiguration':{'Url':'https://a b/'}                         | Url is malformed: https://a b/
            'EndpointConfiguration':{}                                             | Url must be given
            'S3Configuration':{'RoleARN':'r','BucketARN':'b','BufferingHints':{'SizeInMBs':5,'IntervalInSeconds':0}} | Zero buffering is not available for an S3 backup
            'S3Configuration':{'BucketARN':'b'}                                    | RoleARN must be given
            'S3Configuration':{'RoleARN':'r'}                                      | BucketARN must be given
            'ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'MetadataExtraction','Parameters':[{'ParameterName':'MetadataExtractionQuery','ParameterValue':'{a:.a}'},{'ParameterName':'JsonParsingEngine','ParameterValue':'JQ-1.6'}]}]} | MetadataExtraction needs dynamic partitioning, which an HTTP endpoint does not have
            """)
    void refusedInHttp(String members, String message) {
        assertThatThrownBy(() -> Trees.readHttp(members)).isInstanceOf(UnsupportedConfig.class).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'SchemaConfiguration'     | 'X'         | SchemaConfiguration must be specified when data format conversion is enabled
            'RoleARN':'r',            |             | SchemaConfiguration.RoleARN must be specified
            'DatabaseName':'d',       |             | SchemaConfiguration.DatabaseName must be specified
            ,'TableName':'t'          |             | SchemaConfiguration.TableName must be specified
            'InputFormatConfiguration' | 'X'        | InputFormatConfiguration.Deserializer must be specified
            'OutputFormatConfiguration' | 'X'       | OutputFormatConfiguration.Serializer must be specified
            'OpenXJsonSerDe':{}       |             | Deserializer must have either OpenXJsonSerDe or HiveJsonSerDe
            'OpenXJsonSerDe':{}       | 'OpenXJsonSerDe':{},'HiveJsonSerDe':{} | Deserializer must have either OpenXJsonSerDe or HiveJsonSerDe
            'ParquetSerDe':{}         |             | Serializer must have either ParquetSerDe or OrcSerDe
            'ParquetSerDe':{}         | 'ParquetSerDe':{},'OrcSerDe':{} | Serializer must have either ParquetSerDe or OrcSerDe
            'ParquetSerDe':{}         | 'ParquetSerDe':{'BlockSizeBytes':3000000000} | BlockSizeBytes is not an integer of 32 bits: 3000000000
            """)
    void refusedInConversions(String part, String other, String message) {
        String changed = CONVERTED.replace(part, other == null ? "" : other);
        assertThatThrownBy(() -> Trees.readS3(changed)).isInstanceOf(UnsupportedConfig.class).hasMessageContaining(message);
    }

    @Test
    void convertedObjectsAreNotCompressedAgain() {
        for (CompressionFormat format : CompressionFormat.values()) {
            String members = CONVERTED + ",'CompressionFormat':'" + format.wireName() + "'";
            if (format == CompressionFormat.UNCOMPRESSED) {
                Trees.readS3(members);
            } else {
                assertThatThrownBy(() -> Trees.readS3(members)).hasMessage("CompressionFormat must be UNCOMPRESSED when data format conversion is enabled");
            }
        }
    }

    @Test
    void partitioningNeedsItsPrefixes() {
        String extraction = PARTITIONED + "," + extraction();
        assertThat(Trees.readS3(extraction + ",'BufferingHints':{'SizeInMBs':64,'IntervalInSeconds':60}").partitioning()).contains(new PartitioningConfig(Duration.ofSeconds(300)));
        assertThatThrownBy(() -> Trees.readS3(extraction.replace("'e/'", "''") + ",'BufferingHints':{'SizeInMBs':64,'IntervalInSeconds':60}"))
                .hasMessage("ErrorOutputPrefix must be specified when dynamic partitioning is enabled");
        assertThatThrownBy(() -> Trees.readS3(extraction.replace("!{partitionKeyFromQuery:c}", "c") + ",'BufferingHints':{'SizeInMBs':64,'IntervalInSeconds':60}"))
                .hasMessageContaining("Prefix must have a partitionKeyFromQuery or partitionKeyFromLambda expression");
        assertThatThrownBy(() -> Trees.readS3(extraction())).hasMessage("MetadataExtraction needs dynamic partitioning to be enabled");
    }

    private static String extraction() {
        return "'ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'MetadataExtraction','Parameters':[{'ParameterName':'MetadataExtractionQuery',"
                + "'ParameterValue':'{c:.c}'},{'ParameterName':'JsonParsingEngine','ParameterValue':'JQ-1.6'}]}]}";
    }

    @Property
    void hintsOfPlainS3AreTakenAsTheyAre(@ForAll @IntRange(min = 1, max = 128) int size, @ForAll @IntRange(max = 900) int interval) {
        assertThat(Trees.readS3(hints(size, interval)).buffering()).isEqualTo(new BufferingConfig(size, Duration.ofSeconds(interval)));
    }

    @Property
    void conversionAndPartitioningWantLargeBuffers(@ForAll @IntRange(min = 1, max = 128) int size, @ForAll @IntRange(max = 900) int interval,
            @ForAll boolean converted, @ForAll boolean partitioned, @ForAll boolean small) {
        String members = hints(size, interval) + (converted ? "," + CONVERTED : "") + (partitioned ? "," + PARTITIONED : "");
        boolean refused = (converted || partitioned) && size < 64 && !small || partitioned && interval == 0;
        ConfigTree tree = ConfigDefaults.complete(DestinationKind.EXTENDED_S3, Trees.s3(members));
        if (refused) {
            assertThatThrownBy(() -> new ConfigReader(small).read(DestinationKind.EXTENDED_S3, tree)).isInstanceOf(UnsupportedConfig.class)
                    .hasMessageMatching("BufferingHints.SizeInMBs must be at least 64 when .* is enabled|Zero buffering is not available with dynamic partitioning");
        } else {
            assertThat(new ConfigReader(small).read(DestinationKind.EXTENDED_S3, tree).buffering().sizeMib()).isEqualTo(size);
        }
    }

    private static String hints(int size, int interval) {
        return "'BufferingHints':{'SizeInMBs':" + size + ",'IntervalInSeconds':" + interval + "}";
    }

    @Test
    void secretsAreNotInTexts() {
        HttpEndpointConfig http = Trees.readHttp("'EndpointConfiguration':{'Url':'https://example.com/','AccessKey':'verysecret'}");
        assertThat(http.accessKey()).contains("verysecret");
        assertThat(http.toString() + Trees.tree("'EndpointConfiguration':{'AccessKey':'verysecret'}")).doesNotContain("verysecret");
    }
}
