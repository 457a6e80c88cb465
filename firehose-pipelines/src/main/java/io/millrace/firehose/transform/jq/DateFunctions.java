package io.millrace.firehose.transform.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** JQ 1.6's functions of dates that jackson-jq lacks; errors are worded as there. */
final class DateFunctions {

    private static final String ISO_8601 = "%Y-%m-%dT%H:%M:%SZ";

    private DateFunctions() {
    }

    /** Of a value. An {@link IllegalArgumentException} has the message of the query's error. */
    private interface Conversion {
        JsonNode of(JsonNode value);
    }

    /** Of a value by a format. */
    private interface FormattedConversion {
        JsonNode of(JsonNode value, JsonNode format);
    }

    static void addTo(Scope scope) {
        add(scope, "gmtime", value -> brokenDown(value, "gmtime() requires numeric inputs").toJson());
        add(scope, "localtime", value -> brokenDown(value, "localtime() requires numeric inputs").toJson());
        add(scope, "mktime", DateFunctions::mktime);
        add(scope, "todate", value -> strftime(value, TextNode.valueOf(ISO_8601), "strftime/1"));
        add(scope, "todateiso8601", value -> strftime(value, TextNode.valueOf(ISO_8601), "strftime/1"));
        add(scope, "fromdate", value -> mktime(strptime(value, TextNode.valueOf(ISO_8601))));
        add(scope, "fromdateiso8601", value -> mktime(strptime(value, TextNode.valueOf(ISO_8601))));
        add(scope, "strftime", (value, format) -> strftime(value, format, "strftime/1"));
        add(scope, "strflocaltime", (value, format) -> strftime(value, format, "strflocaltime/1"));
        add(scope, "strptime", DateFunctions::strptime);
    }

    private static JsonNode mktime(JsonNode value) {
        if (!value.isArray()) {
            throw new IllegalArgumentException("mktime requires array inputs");
        }
        return LongNode.valueOf(BrokenDownTime.of(value, "mktime").epochSeconds());
    }

    private static JsonNode strftime(JsonNode value, JsonNode format, String function) {
        if (!value.isNumber() && !value.isArray()) {
            throw new IllegalArgumentException(function + " requires parsed datetime inputs");
        }
        if (!format.isTextual()) {
            throw new IllegalArgumentException(function + " requires a string format");
        }
        BrokenDownTime time = value.isNumber() ? BrokenDownTime.ofEpochSeconds(value.asDouble()) : BrokenDownTime.of(value, function);
        return TextNode.valueOf(TimeFormat.format(time, format.asText()));
    }

    private static JsonNode strptime(JsonNode value, JsonNode format) {
        if (!value.isTextual() || !format.isTextual()) {
            throw new IllegalArgumentException("strptime/1 requires string inputs and arguments");
        }
        return TimeParse.parse(value.asText(), format.asText()).toJson();
    }

    private static BrokenDownTime brokenDown(JsonNode value, String refusal) {
        if (!value.isNumber()) {
            throw new IllegalArgumentException(refusal);
        }
        return BrokenDownTime.ofEpochSeconds(value.asDouble());
    }

    private static void add(Scope scope, String name, Conversion conversion) {
        Function function = (within, arguments, value, path, output, version) -> emit(output, () -> conversion.of(value));
        scope.addFunction(name, 0, function);
    }

    private static void add(Scope scope, String name, FormattedConversion conversion) {
        Function function = (within, arguments, value, path, output, version) ->
                arguments.getFirst().apply(within, value, format -> emit(output, () -> conversion.of(value, format)));
        scope.addFunction(name, 1, function);
    }

    private static void emit(PathOutput output, java.util.function.Supplier<JsonNode> result) throws JsonQueryException {
        JsonNode value;
        try {
            value = result.get();
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new JsonQueryException(e.getMessage());
        }
        output.emit(value, null);
    }
}
