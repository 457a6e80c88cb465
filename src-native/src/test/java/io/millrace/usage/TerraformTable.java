package io.millrace.usage;

/** A database and a table of the schema registry, and a delivery stream that makes Parquet by it. */
final class TerraformTable {

    private TerraformTable() {
    }

    static String configuration(String tags) {
        return table(tags) + deliveryStream(tags);
    }

    private static String table(String tags) {
        return """
                resource "aws_glue_catalog_database" "weather" {
                  name        = "weather"
                  description = "readings"
                  tags        = { %1$s }
                }
                resource "aws_glue_catalog_table" "degrees" {
                  name          = "degrees"
                  database_name = aws_glue_catalog_database.weather.name
                  table_type    = "EXTERNAL_TABLE"
                  parameters    = { classification = "parquet" }
                  partition_keys {
                    name = "day"
                    type = "date"
                  }
                  storage_descriptor {
                    location      = "s3://converted/degrees/"
                    input_format  = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"
                    output_format = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat"
                    ser_de_info {
                      serialization_library = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
                      parameters            = { "serialization.format" = "1" }
                    }
                    columns {
                      name = "city"
                      type = "string"
                    }
                    columns {
                      name    = "degrees"
                      type    = "double"
                      comment = "Celsius"
                    }
                  }
                }
                """.formatted(tags);
    }

    private static String deliveryStream(String tags) {
        return """
                resource "aws_kinesis_firehose_delivery_stream" "converted" {
                  name        = "converted"
                  destination = "extended_s3"
                  extended_s3_configuration {
                    role_arn           = "arn:aws:iam::000000000000:role/any"
                    bucket_arn         = "arn:aws:s3:::converted"
                    buffering_size     = 128
                    buffering_interval = 1
                    data_format_conversion_configuration {
                      input_format_configuration {
                        deserializer {
                          open_x_json_ser_de {}
                        }
                      }
                      output_format_configuration {
                        serializer {
                          parquet_ser_de {}
                        }
                      }
                      schema_configuration {
                        database_name = aws_glue_catalog_database.weather.name
                        table_name    = aws_glue_catalog_table.degrees.name
                        role_arn      = "arn:aws:iam::000000000000:role/any"
                      }
                    }
                  }
                  tags = { %1$s }
                }
                """.formatted(tags);
    }
}
