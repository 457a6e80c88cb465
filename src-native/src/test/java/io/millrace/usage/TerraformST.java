package io.millrace.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.millrace.house.ProjectRoot;
import io.millrace.process.Await;
import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;

/**
 * Terraform's AWS provider makes a stream, a function, a mapping, a table and delivery streams, finds nothing left to change, changes tags, and
 * removes all of them. What is put meanwhile is delivered by the table. Runs where terraform and a mirror of the provider are installed: {@code MILLRACE_TERRAFORM_MIRROR}, else a
 * usual place.
 */
class TerraformST {

    private static final List<String> MIRRORS = List.of("/opt/tf-plugins", "/usr/share/terraform/plugins",
            "/usr/local/share/terraform/plugins");
    private static final Path FUNCTION_JAR = Path.of("functions/examples/telemetry-alerts/target/telemetry-alerts.jar");
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMinutes(4);
    private static final Duration DELIVERY = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void appliesAndThenPlansNothing() throws IOException {
        Optional<Path> mirror = mirror();
        assumeTrue(mirror.isPresent() && isInstalled(), "terraform with a mirror of its AWS provider is not installed");
        Path workspace = Files.createDirectories(directory.resolve("workspace"));
        Files.writeString(workspace.resolve("terraform.rc"), """
                provider_installation {
                  filesystem_mirror { path = "%s" }
                }
                """.formatted(mirror.get()));
        try (ServerProcess server = ServerProcess.start(launch()).awaitReady(START)) {
            Files.writeString(workspace.resolve("main.tf"), configuration(server.endpoint().toString(), "red = 1, green = 2"));
            terraform(workspace, "init");
            terraform(workspace, "apply", "-auto-approve");
            terraform(workspace, "plan", "-detailed-exitcode"); // 2 when there is something to change
            rowsFollowTheTable(server);

            Files.writeString(workspace.resolve("main.tf"), configuration(server.endpoint().toString(), "red = 3"));
            terraform(workspace, "apply", "-auto-approve");
            terraform(workspace, "plan", "-detailed-exitcode");
            terraform(workspace, "destroy", "-auto-approve");
        }
    }

    private ServerLaunch launch() {
        return ServerLaunch.on(directory.resolve("data")).withJvmOptions("-Dmillrace.firehose.s3.directory=" + directory.resolve("buckets"),
                "-Dmillrace.firehose.format-worker.jars=" + ProjectRoot.find().resolve("firehose-pipelines/columnar/target/worker"));
    }

    private void rowsFollowTheTable(ServerProcess server) {
        try (FirehoseClient firehose = FirehoseClient.builder().endpointOverride(server.endpoint()).build()) {
            firehose.putRecord(put -> put.deliveryStreamName("converted")
                    .record(record -> record.data(SdkBytes.fromUtf8String("{\"city\":\"Bern\",\"degrees\":\"11.5\",\"other\":1}"))));
        }
        Path bucket = directory.resolve("buckets").resolve("converted");
        Await.until(DELIVERY, () -> !objects(bucket).isEmpty(), () -> "an object in " + bucket + "; " + server.logTail());
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM read_parquet('" + objects(bucket).getFirst() + "')")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getMetaData().getColumnCount()).isEqualTo(2);
            assertThat(rows.getString("city")).isEqualTo("Bern");
            assertThat(rows.getDouble("degrees")).isEqualTo(11.5);
            assertThat(rows.next()).isFalse();
        } catch (SQLException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static List<Path> objects(Path bucket) {
        try (Stream<Path> files = Files.isDirectory(bucket) ? Files.walk(bucket) : Stream.empty()) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void terraform(Path workspace, String command, String... options) {
        List<String> line = new ArrayList<>(List.of("terraform", command, "-no-color", "-input=false"));
        line.addAll(List.of(options));
        Map<String, String> environment = Map.of("TF_CLI_CONFIG_FILE", workspace.resolve("terraform.rc").toString(),
                "CHECKPOINT_DISABLE", "1", "AWS_EC2_METADATA_DISABLED", "true");
        Shell.Result result = Shell.run(workspace, environment, STEP, line);
        assertThat(result.exitCode()).as("terraform %s\n%s", command, result.output()).isZero();
    }

    private static Optional<Path> mirror() {
        return Stream.concat(Stream.ofNullable(System.getenv("MILLRACE_TERRAFORM_MIRROR")), MIRRORS.stream())
                .map(Path::of).filter(Files::isDirectory).findFirst();
    }

    private static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(entry -> Files.isExecutable(Path.of(entry, "terraform")));
    }

    private static String configuration(String endpoint, String tags) {
        return """
                provider "aws" {
                  region                      = "us-east-1"
                  access_key                  = "any"
                  secret_key                  = "any"
                  skip_credentials_validation = true
                  skip_metadata_api_check     = true
                  skip_requesting_account_id  = true
                  endpoints {
                    kinesis  = "%1$s"
                    lambda   = "%1$s"
                    firehose = "%1$s"
                    glue     = "%1$s"
                  }
                }
                resource "aws_kinesis_stream" "readings" {
                  name             = "readings"
                  shard_count      = 2
                  retention_period = 24
                  tags             = { %3$s }
                }
                resource "aws_lambda_function" "alerts" {
                  function_name    = "telemetry-alerts"
                  filename         = "%2$s"
                  source_code_hash = filebase64sha256("%2$s")
                  runtime          = "java21"
                  handler          = "io.millrace.examples.telemetry.TelemetryAlerts"
                  role             = "arn:aws:iam::000000000000:role/any"
                  memory_size      = 256
                  timeout          = 30
                  tags             = { %3$s }
                  environment { variables = { ALERTS_STREAM = "alerts" } }
                }
                resource "aws_lambda_event_source_mapping" "readings" {
                  event_source_arn  = aws_kinesis_stream.readings.arn
                  function_name     = aws_lambda_function.alerts.arn
                  starting_position = "TRIM_HORIZON"
                  batch_size        = 100
                  tags              = { %3$s }
                }
                """.formatted(endpoint, ProjectRoot.find().resolve(FUNCTION_JAR), tags) + deliveryStreams(tags) + TerraformTable.configuration(tags);
    }

    private static String deliveryStreams(String tags) {
        return """
                resource "aws_kinesis_firehose_delivery_stream" "archive" {
                  name        = "archive"
                  destination = "extended_s3"
                  extended_s3_configuration {
                    role_arn            = "arn:aws:iam::000000000000:role/any"
                    bucket_arn          = "arn:aws:s3:::archive"
                    buffering_size      = 64
                    prefix              = "city=!{partitionKeyFromQuery:city}/"
                    error_output_prefix = "errors/!{firehose:error-output-type}/"
                    dynamic_partitioning_configuration { enabled = true }
                    processing_configuration {
                      enabled = true
                      processors {
                        type = "MetadataExtraction"
                        parameters {
                          parameter_name  = "JsonParsingEngine"
                          parameter_value = "JQ-1.6"
                        }
                        parameters {
                          parameter_name  = "MetadataExtractionQuery"
                          parameter_value = "{city:.city}"
                        }
                      }
                      processors { type = "AppendDelimiterToRecord" }
                    }
                  }
                  kinesis_source_configuration {
                    kinesis_stream_arn = aws_kinesis_stream.readings.arn
                    role_arn           = "arn:aws:iam::000000000000:role/any"
                  }
                  tags = { %1$s }
                }
                resource "aws_kinesis_firehose_delivery_stream" "posted" {
                  name        = "posted"
                  destination = "http_endpoint"
                  server_side_encryption { enabled = true }
                  http_endpoint_configuration {
                    url                = "https://receiver.example.com/records"
                    name               = "receiver"
                    access_key         = "secret"
                    role_arn           = "arn:aws:iam::000000000000:role/any"
                    s3_backup_mode     = "FailedDataOnly"
                    s3_configuration {
                      role_arn   = "arn:aws:iam::000000000000:role/any"
                      bucket_arn = "arn:aws:s3:::archive"
                    }
                    request_configuration {
                      content_encoding = "GZIP"
                      common_attributes {
                        name  = "site"
                        value = "a"
                      }
                    }
                  }
                  tags = { %1$s }
                }
                """.formatted(tags);
    }
}
