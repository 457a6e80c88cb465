package io.millrace.functions.mapping;

import static io.millrace.functions.mapping.MappingWorld.STREAM_ARN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.process.Await;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** The resource over HTTP with the AWS SDK. */
@QuarkusTest
class EventSourceMappingResourceTest {

    @TestHTTPResource("/")
    URI server;

    /** What the server's assembly does in the deployable. */
    @Singleton
    static class Assembly {
        @Produces
        @Singleton
        MappingWorld world() {
            return new MappingWorld();
        }

        @Produces
        @Singleton
        MappingApi api(MappingWorld world) {
            return world.api;
        }

        void stop(@Disposes MappingWorld world) {
            world.close();
        }
    }

    private LambdaClient client() {
        return LambdaClient.builder().endpointOverride(server).region(Region.US_EAST_1).httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b"))).build();
    }

    @Test
    void theSdkCreatesFindsChangesAndDeletesAMapping() {
        try (LambdaClient lambda = client()) {
            CreateEventSourceMappingResponse created = lambda.createEventSourceMapping(request -> request.eventSourceArn(STREAM_ARN)
                    .functionName("f").startingPosition(EventSourcePosition.TRIM_HORIZON).maximumRetryAttempts(3));
            assertThat(created.state()).isEqualTo("Creating");
            assertThat(created.lastModified()).isNotNull();
            assertThatThrownBy(() -> lambda.createEventSourceMapping(request -> request.eventSourceArn(STREAM_ARN).functionName("f")
                    .startingPosition(EventSourcePosition.LATEST))).isInstanceOf(ResourceConflictException.class)
                    .hasMessageContaining(created.uuid());
            assertThat(lambda.listEventSourceMappings(request -> request.functionName("f")).eventSourceMappings())
                    .extracting(mapping -> mapping.uuid()).containsExactly(created.uuid());
            awaitEnabled(lambda, created.uuid());
            assertThat(lambda.updateEventSourceMapping(request -> request.uuid(created.uuid()).batchSize(5)).batchSize()).isEqualTo(5);
            awaitEnabled(lambda, created.uuid());
            assertThat(lambda.deleteEventSourceMapping(request -> request.uuid(created.uuid())).state()).isEqualTo("Deleting");
        }
    }

    private static void awaitEnabled(LambdaClient lambda, String uuid) {
        Await.until(Duration.ofSeconds(20),
                () -> lambda.getEventSourceMapping(request -> request.uuid(uuid)).state().equals("Enabled"), () -> "enabled");
    }

    @Test
    void faultsArriveAsTheSdksExceptions() {
        try (LambdaClient lambda = client()) {
            assertThatThrownBy(() -> lambda.getEventSourceMapping(request -> request.uuid("14e0db71-5d35-4eb5-b481-8945cf9d10c2")))
                    .isInstanceOf(ResourceNotFoundException.class).hasMessageContaining("The resource you requested does not exist.");
            assertThatThrownBy(() -> lambda.createEventSourceMapping(request -> request.eventSourceArn(STREAM_ARN).functionName("f")
                    .startingPosition(EventSourcePosition.LATEST).parallelizationFactor(4))).isInstanceOf(InvalidParameterValueException.class)
                    .hasMessageContaining("ParallelizationFactor is not supported");
        }
    }

    @Test
    void aTrailingSlashIsTheSamePath() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        for (String path : new String[] {"2015-03-31/event-source-mappings", "2015-03-31/event-source-mappings/"}) {
            HttpResponse<String> reply = http.send(HttpRequest.newBuilder(server.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        }
    }

    @Test
    void aBodyLargerThanAMappingEverHasIsNotTakenIn() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("2015-03-31/event-source-mappings"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"FunctionName\":\"" + "f".repeat(8 * 1024 * 1024) + "\"}")).build();
        HttpResponse<String> reply = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(reply.statusCode()).isEqualTo(413);
        assertThat(reply.headers().firstValue("x-amzn-ErrorType")).contains("RequestEntityTooLargeException");
    }
}
