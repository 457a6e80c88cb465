package io.millrace.firehose.api;

import java.util.List;

/** Destinations in JSON, as calls give them. Together each kind's configurations have every member that kind has. */
final class Configurations {

    static final String ROLE = "arn:aws:iam::000000000000:role/any", BUCKET = "arn:aws:s3:::bucket";
    static final String PLAIN = "{\"RoleARN\":\"" + ROLE + "\",\"BucketARN\":\"" + BUCKET + "\"}";
    private static final String LOGGING = "{\"Enabled\":true,\"LogGroupName\":\"group\",\"LogStreamName\":\"stream\"}";
    private static final String LAMBDA = """
            {"Type":"Lambda","Parameters":[{"ParameterName":"LambdaArn","ParameterValue":"arn:aws:lambda:us-east-1:000000000000:function:f"},
             {"ParameterName":"NumberOfRetries","ParameterValue":"2"},{"ParameterName":"RoleArn","ParameterValue":"arn:aws:iam::000000000000:role/any"},
             {"ParameterName":"BufferSizeInMBs","ParameterValue":"0.5"},{"ParameterName":"BufferIntervalInSeconds","ParameterValue":"30"}]}""";

    private Configurations() {
    }

    static String s3(String prefix) {
        return """
                {"RoleARN":"arn:aws:iam::000000000000:role/any","BucketARN":"arn:aws:s3:::bucket","Prefix":"%s","ErrorOutputPrefix":"e/",
                 "BufferingHints":{"SizeInMBs":7,"IntervalInSeconds":70},"CompressionFormat":"GZIP","CloudWatchLoggingOptions":%s,
                 "EncryptionConfiguration":{"KMSEncryptionConfig":{"AWSKMSKeyARN":"arn:aws:kms:us-east-1:000000000000:key/k"}}}""".formatted(prefix, LOGGING);
    }

    static final List<String> S3 = List.of(s3("p/"),
            PLAIN.replace("}", ",\"EncryptionConfiguration\":{\"NoEncryptionConfig\":\"NoEncryption\"}}"));

    static final List<String> EXTENDED_S3 = List.of("""
            {"RoleARN":"arn:aws:iam::000000000000:role/any","BucketARN":"arn:aws:s3:::bucket","Prefix":"c=!{partitionKeyFromQuery:c}/",
             "ErrorOutputPrefix":"e/","BufferingHints":{"SizeInMBs":64,"IntervalInSeconds":70},"CompressionFormat":"Snappy",
             "CloudWatchLoggingOptions":%1$s,"FileExtension":".json","CustomTimeZone":"Asia/Tokyo",
             "EncryptionConfiguration":{"KMSEncryptionConfig":{"AWSKMSKeyARN":"arn:aws:kms:us-east-1:000000000000:key/k"}},
             "DynamicPartitioningConfiguration":{"Enabled":true,"RetryOptions":{"DurationInSeconds":17}},
             "ProcessingConfiguration":{"Enabled":true,"Processors":[{"Type":"RecordDeAggregation","Parameters":[
                {"ParameterName":"SubRecordType","ParameterValue":"DELIMITED"},{"ParameterName":"Delimiter","ParameterValue":"Cg=="}]},%2$s,
                {"Type":"MetadataExtraction","Parameters":[{"ParameterName":"MetadataExtractionQuery","ParameterValue":"{c:.c}"},
                {"ParameterName":"JsonParsingEngine","ParameterValue":"JQ-1.6"}]},
                {"Type":"AppendDelimiterToRecord","Parameters":[{"ParameterName":"Delimiter","ParameterValue":"\\\\n"}]},
                {"Type":"Decompression","Parameters":[{"ParameterName":"CompressionFormat","ParameterValue":"GZIP"}]},
                {"Type":"CloudWatchLogProcessing","Parameters":[{"ParameterName":"DataMessageExtraction","ParameterValue":"true"}]}]},
             "S3BackupMode":"Enabled","S3BackupConfiguration":%3$s}""".formatted(LOGGING, LAMBDA, s3("backup/")), """
            {"RoleARN":"arn:aws:iam::000000000000:role/any","BucketARN":"arn:aws:s3:::bucket",
             "EncryptionConfiguration":{"NoEncryptionConfig":"NoEncryption"},
             "S3BackupMode":"Enabled","S3BackupConfiguration":{"RoleARN":"arn:aws:iam::000000000000:role/any","BucketARN":"arn:aws:s3:::bucket",
                "EncryptionConfiguration":{"NoEncryptionConfig":"NoEncryption"}},
             "DataFormatConversionConfiguration":{"Enabled":true,"SchemaConfiguration":{"RoleARN":"arn:aws:iam::000000000000:role/any",
                "CatalogId":"000000000000","DatabaseName":"d","TableName":"t","Region":"us-east-1","VersionId":"1"},
              "InputFormatConfiguration":{"Deserializer":{"OpenXJsonSerDe":{"ConvertDotsInJsonKeysToUnderscores":true,"CaseInsensitive":false,
                "ColumnToJsonKeyMappings":{"ts":"timestamp"}}}},
              "OutputFormatConfiguration":{"Serializer":{"ParquetSerDe":{"BlockSizeBytes":67108864,"PageSizeBytes":65536,"Compression":"GZIP",
                "EnableDictionaryCompression":true,"MaxPaddingBytes":3,"WriterVersion":"V2"}}}}}""", """
            {"RoleARN":"arn:aws:iam::000000000000:role/any","BucketARN":"arn:aws:s3:::bucket",
             "DataFormatConversionConfiguration":{"SchemaConfiguration":{"RoleARN":"arn:aws:iam::000000000000:role/any","DatabaseName":"d","TableName":"t"},
              "InputFormatConfiguration":{"Deserializer":{"HiveJsonSerDe":{"TimestampFormats":["millis","yyyy"]}}},
              "OutputFormatConfiguration":{"Serializer":{"OrcSerDe":{"StripeSizeBytes":8388608,"BlockSizeBytes":67108864,"RowIndexStride":1000,
                "EnablePadding":true,"PaddingTolerance":0.25,"Compression":"ZLIB","BloomFilterColumns":["a"],
                "BloomFilterFalsePositiveProbability":0.125,"DictionaryKeyThreshold":1.0,"FormatVersion":"V0_11"}}}}}""");

    /** The access key is never described. */
    static final List<String> HTTP = List.of("""
            {"EndpointConfiguration":{"Url":"https://example.com/x","Name":"n","AccessKey":"secret"},"BufferingHints":{"SizeInMBs":64,"IntervalInSeconds":0},
             "CloudWatchLoggingOptions":%1$s,"RequestConfiguration":{"ContentEncoding":"GZIP","CommonAttributes":[
                {"AttributeName":"a","AttributeValue":"b"},{"AttributeName":"c","AttributeValue":""}]},
             "ProcessingConfiguration":{"Enabled":true,"Processors":[%2$s]},"RoleARN":"arn:aws:iam::000000000000:role/any",
             "RetryOptions":{"DurationInSeconds":7200},"S3BackupMode":"AllData","S3Configuration":%3$s,
             "SecretsManagerConfiguration":{"Enabled":false,"RoleARN":"arn:aws:iam::000000000000:role/any",
                "SecretARN":"arn:aws:secretsmanager:us-east-1:000000000000:secret:s"}}""".formatted(LOGGING, LAMBDA, s3("backup/")), """
            {"EndpointConfiguration":{"Url":"https://example.com/"},"S3Configuration":{"RoleARN":"arn:aws:iam::000000000000:role/any",
                "BucketARN":"arn:aws:s3:::bucket","EncryptionConfiguration":{"NoEncryptionConfig":"NoEncryption"}}}""");
}
