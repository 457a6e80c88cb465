package io.millrace.firehose.transform.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** A compiled query. */
public final class Query {

    private static final Version VERSION = Versions.JQ_1_6;
    private static final Scope FUNCTIONS = functions();

    private final JsonQuery query;

    private Query(JsonQuery query) {
        this.query = query;
    }

    /** Compiles; {@link QueryFailed} says what is wrong. */
    public static Query compile(String text) throws QueryFailed {
        try {
            return new Query(JsonQuery.compile(text, VERSION));
        } catch (JsonQueryException e) {
            throw new QueryFailed(e.getMessage());
        }
    }

    /** Calls for a function or variable there is none of, as far as an empty object leads into the query. */
    public Optional<String> undefined() {
        try {
            apply(JsonNodeFactory.instance.objectNode());
            return Optional.empty();
        } catch (QueryFailed e) {
            return Optional.of(e.getMessage()).filter(message -> message.endsWith("does not exist") || message.endsWith("is not defined"));
        }
    }

    /** What it makes of a document, in order. */
    public List<JsonNode> apply(JsonNode document) throws QueryFailed {
        List<JsonNode> results = new ArrayList<>();
        try {
            query.apply(Scope.newChildScope(FUNCTIONS), document, results::add);
        } catch (JsonQueryException e) {
            throw new QueryFailed(e.getMessage());
        } catch (StackOverflowError e) {
            throw new QueryFailed("the query nests too deeply");
        }
        return results;
    }

    private static Scope functions() {
        Scope scope = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(VERSION, scope);
        DateFunctions.addTo(scope);
        return scope;
    }
}
