package io.millrace.functions.mapping;

import io.millrace.functions.api.LambdaException;
import io.millrace.functions.api.LambdaFault;
import static io.millrace.functions.mapping.MappingWorld.STREAM_ARN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.process.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingApiTest {

    private final MappingWorld world = new MappingWorld();
    private final ObjectMapper json = new ObjectMapper();

    @AfterEach
    void stop() {
        world.close();
    }

    private static byte[] body(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] creation(String more) {
        return body("{'EventSourceArn':'" + STREAM_ARN + "','FunctionName':'f','StartingPosition':'TRIM_HORIZON'" + more + "}");
    }

    private JsonNode read(CompletionStage<byte[]> reply) throws Exception {
        return json.readTree(reply.toCompletableFuture().get(20, TimeUnit.SECONDS));
    }

    private JsonNode get(String uuid) {
        try {
            return json.readTree(world.api.get(uuid));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private void untilState(String uuid, String state) {
        Await.until(Duration.ofSeconds(20), () -> get(uuid).get("State").asText().equals(state), () -> state);
    }

    private static LambdaException fault(Supplier<CompletionStage<byte[]>> call) {
        Throwable thrown = catchThrowable(() -> call.get().toCompletableFuture().get(20, TimeUnit.SECONDS));
        return (LambdaException) (thrown instanceof ExecutionException ? thrown.getCause() : thrown);
    }

    @Test
    void aNewMappingIsShownAsTheServiceShowsIt() throws Exception {
        JsonNode created = read(world.api.create(creation("")));
        String uuid = created.get("UUID").asText();
        assertThat(created.get("State").asText()).isEqualTo("Creating");
        assertThat(created.get("StateTransitionReason").asText()).isEqualTo("User action");
        assertThat(created.get("LastProcessingResult").asText()).isEqualTo("No records processed");
        assertThat(created.get("FunctionArn").asText()).isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:f");
        assertThat(created.get("EventSourceMappingArn").asText()).isEqualTo("arn:aws:lambda:us-east-1:000000000000:event-source-mapping:" + uuid);
        assertThat(created.get("LastModified").asDouble()).isGreaterThan(1.7e9);
        assertThat(created.toString()).contains("\"BatchSize\":100", "\"MaximumBatchingWindowInSeconds\":0", "\"ParallelizationFactor\":1",
                "\"MaximumRetryAttempts\":-1", "\"MaximumRecordAgeInSeconds\":-1", "\"BisectBatchOnFunctionError\":false",
                "\"TumblingWindowInSeconds\":0", "\"FunctionResponseTypes\":[]", "\"DestinationConfig\":{\"OnFailure\":{}}");
        untilState(uuid, "Enabled");
        JsonNode updated = read(world.api.update(uuid, body("{'BatchSize':7,'BisectBatchOnFunctionError':true,'FunctionName':'arn:aws:lambda:us-east-1:000000000000:function:g'}")));
        assertThat(updated.get("State").asText()).isEqualTo("Updating");
        assertThat(updated.get("FunctionArn").asText()).endsWith(":g");
        assertThat(updated.get("BisectBatchOnFunctionError").asBoolean()).isTrue();
        untilState(uuid, "Enabled");
        assertThat(read(world.api.update(uuid, body("{'Enabled':false}"))).get("State").asText()).isEqualTo("Disabling");
        untilState(uuid, "Disabled");
        assertThat(get(uuid).get("BatchSize").asInt()).isEqualTo(7);
        assertThat(read(world.api.delete(uuid)).get("State").asText()).isEqualTo("Deleting");
        Await.until(Duration.ofSeconds(20), () -> catchThrowable(() -> world.api.get(uuid)) instanceof LambdaException, () -> "deleted");
        assertThatThrownBy(() -> world.api.get(uuid)).hasMessage("The resource you requested does not exist.");
    }

    @Test
    void theServicesDefaultsMeanAbsentAlsoForWhatIsNotBuilt() throws Exception {
        JsonNode created = read(world.api.create(creation(",'ParallelizationFactor':1,'BisectBatchOnFunctionError':false,"
                + "'MaximumRecordAgeInSeconds':-1,'TumblingWindowInSeconds':0,'FunctionResponseTypes':[],'DestinationConfig':{'OnFailure':{}},"
                + "'FilterCriteria':{'Filters':[]},'KMSKeyArn':'','Topics':null,'MetricsConfig':{'Metrics':[]}")));
        assertThat(created.get("State").asText()).isEqualTo("Creating");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'ParallelizationFactor':2", "'MaximumRecordAgeInSeconds':60",
            "'TumblingWindowInSeconds':5", "'FunctionResponseTypes':['ReportBatchItemFailures']",
            "'DestinationConfig':{'OnFailure':{'Destination':'arn:aws:sqs:us-east-1:000000000000:q'}}",
            "'FilterCriteria':{'Filters':[{'Pattern':'{}'}]}", "'Queues':['q']", "'SomethingNewer':3"})
    void whatIsNotBuiltIsRefusedByName(String option) {
        LambdaException fault = fault(() -> world.api.create(creation("," + option)));
        assertThat(fault.fault()).isEqualTo(LambdaFault.INVALID_PARAMETER);
        assertThat(fault.getMessage()).startsWith(option.substring(1, option.indexOf("':")) + " is not supported");
        assertThat(new String(world.api.list(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()), StandardCharsets.UTF_8))
                .isEqualTo("{\"EventSourceMappings\":[]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "'BatchSize':0|VALIDATION|'0' at 'batchSize' failed to satisfy constraint: Member must have value greater than or equal to 1",
        "'BatchSize':10001|VALIDATION|'10001' at 'batchSize' failed to satisfy constraint: Member must have value less than or equal to 10000",
        "'MaximumBatchingWindowInSeconds':301|VALIDATION|less than or equal to 300",
        "'MaximumRetryAttempts':-2|VALIDATION|greater than or equal to -1",
        "'BatchSize':'many'|UNREADABLE|BatchSize is not an integer",
        "'StartingPosition':'SOMEWHERE'|VALIDATION|Member must satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]",
        "'StartingPosition':null|INVALID_PARAMETER|Value null at 'startingPosition'",
        "'StartingPosition':'AT_TIMESTAMP'|INVALID_PARAMETER|StartingPositionTimestamp must be given",
        "'StartingPositionTimestamp':17.5|INVALID_PARAMETER|AT_TIMESTAMP only",
        "'FunctionName':'no such'|VALIDATION|at 'functionName'",
        "'FunctionName':'h'|INVALID_PARAMETER|Function does not exist",
        "'FunctionName':'arn:aws:lambda:eu-west-1:000000000000:function:f'|INVALID_PARAMETER|Function does not exist",
        "'FunctionName':'f:prod'|INVALID_PARAMETER|version or alias is not supported",
        "'EventSourceArn':'arn:aws:kinesis:us-east-1:000000000000:stream/none'|INVALID_PARAMETER|Stream not found: arn:aws:kinesis:us-east-1:000000000000:stream/none",
        "'EventSourceArn':'arn:aws:kinesis:us-east-1:111111111111:stream/s1'|INVALID_PARAMETER|Stream not found",
        "'EventSourceArn':'arn:aws:sqs:us-east-1:000000000000:q'|INVALID_PARAMETER|Unrecognized event source."})
    void badInputGetsItsError(String member, LambdaFault kind, String message) {
        LambdaException fault = fault(() -> world.api.create(creation("," + member.replace("\"", "'"))));
        assertThat(fault.fault()).isEqualTo(kind);
        assertThat(fault.getMessage()).contains(message.replace("\"", "'"));
    }

    @Test
    void malformedJsonIsSaidToBe() {
        assertThat(fault(() -> world.api.create(body("{'BatchSize':"))).fault()).isEqualTo(LambdaFault.UNREADABLE);
        assertThat(fault(() -> world.api.create(body("[]"))).fault()).isEqualTo(LambdaFault.UNREADABLE);
    }

    @Test
    void aSecondMappingOfThePairIsAConflictThatNamesTheFirst() throws Exception {
        String uuid = read(world.api.create(creation(""))).get("UUID").asText();
        LambdaException fault = fault(() -> world.api.create(creation("")));
        assertThat(fault.fault()).isEqualTo(LambdaFault.CONFLICT);
        assertThat(fault.getMessage()).isEqualTo("The event source arn (\" " + STREAM_ARN + " \") and function (\" f \") provided mapping already exists."
                + " Please update or delete the existing mapping with UUID " + uuid);
    }

    @Test
    void listsArePagedAndFiltered() throws Exception {
        String ofF = read(world.api.create(creation(""))).get("UUID").asText();
        String ofG = read(world.api.create(creation(",'FunctionName':'g','StartingPosition':'LATEST'"))).get("UUID").asText();
        JsonNode first = json.readTree(world.api.list(Optional.of(STREAM_ARN), Optional.empty(), Optional.empty(), Optional.of("1")));
        assertThat(first.get("EventSourceMappings")).hasSize(1);
        JsonNode second = json.readTree(world.api.list(Optional.of(STREAM_ARN), Optional.empty(),
                Optional.of(first.get("NextMarker").asText()), Optional.of("1")));
        assertThat(second.has("NextMarker")).isFalse();
        assertThat(List.of(first.at("/EventSourceMappings/0/UUID").asText(), second.at("/EventSourceMappings/0/UUID").asText()))
                .containsExactlyInAnyOrder(ofF, ofG);
        JsonNode filtered = json.readTree(world.api.list(Optional.empty(), Optional.of("000000000000:function:g"), Optional.empty(), Optional.empty()));
        assertThat(filtered.findValuesAsText("UUID")).containsExactly(ofG);
    }
}
