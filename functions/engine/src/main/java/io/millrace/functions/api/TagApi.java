package io.millrace.functions.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.functions.catalog.FunctionRegistry;
import io.millrace.identity.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** Tags of functions and event source mappings, by their ARNs. Blocks on bodies only. */
public final class TagApi {

    private static final int TAGS_MAX = 50, KEY_LENGTH_MAX = 128, VALUE_LENGTH_MAX = 256;
    private static final String FUNCTION = ":function:", MAPPING = ":event-source-mapping:", RESERVED = "aws:";

    private final FunctionRegistry registry;
    private final FunctionApi functions;
    private final MappingTags mappings;
    private final Identity identity;

    public TagApi(FunctionRegistry registry, FunctionApi functions, MappingTags mappings, Identity identity) {
        this.registry = registry;
        this.functions = functions;
        this.mappings = mappings;
        this.identity = identity;
    }

    /** ListTags; status 200. */
    public ObjectNode list(String resource) {
        Optional<String> mapping = mapping(resource);
        return FunctionReply.tags(mapping.isPresent() ? mappings.find(mapping.get()).orElseThrow(() -> unknown(resource))
                : tags(functions.find(arn(resource), Optional.empty())));
    }

    private static Map<String, String> tags(KnownFunction function) {
        return switch (function) {
            case KnownFunction.Deployed deployed -> deployed.function().tags();
            case KnownFunction.CompiledIn compiledIn -> Map.of();
        };
    }

    /** TagResource; status 204. */
    public CompletionStage<Void> tag(String resource, InputStream body) throws IOException {
        Members members = new Members(RequestDocument.read(FunctionApi.smallBody(body)).root());
        members.refuseOthers(Set.of("Tags", "Resource"), Map.of());
        Map<String, String> added = members.map("Tags").orElseThrow(() -> LambdaException.constraint("null", "tags", "Member must not be null"));
        return change(resource, tags -> {
            tags.putAll(added);
            check(tags);
            return tags;
        });
    }

    /** UntagResource; status 204. */
    public CompletionStage<Void> untag(String resource, List<String> keys) {
        return change(resource, tags -> {
            keys.forEach(tags::remove);
            return tags;
        });
    }

    private CompletionStage<Void> change(String resource, UnaryOperator<Map<String, String>> change) {
        Optional<String> mapping = mapping(resource);
        if (mapping.isEmpty()) {
            return registry.tag(functions.changeable(arn(resource)), change).thenApply(done -> null);
        }
        mappings.find(mapping.get()).orElseThrow(() -> unknown(resource));
        return mappings.change(mapping.get(), change);
    }

    static void check(Map<String, String> tags) {
        if (tags.size() > TAGS_MAX) {
            throw LambdaException.invalid("Maximum number of tags per resource is " + TAGS_MAX);
        }
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > KEY_LENGTH_MAX || value.length() > VALUE_LENGTH_MAX || key.startsWith(RESERVED)) {
                throw LambdaException.invalid("Invalid tag: keys have 1 to " + KEY_LENGTH_MAX + " characters and do not begin with " + RESERVED
                        + ", values have at most " + VALUE_LENGTH_MAX + ": " + key);
            }
        });
    }

    /** The UUID in a mapping's ARN; empty for any other. */
    private Optional<String> mapping(String resource) {
        String prefix = identity.arn("lambda", MAPPING.substring(1));
        return resource.startsWith(prefix) ? Optional.of(resource.substring(prefix.length())) : Optional.empty();
    }

    private static String arn(String resource) {
        if (!resource.startsWith("arn:") || !resource.contains(FUNCTION)) {
            throw unknown(resource);
        }
        return resource;
    }

    private static LambdaException unknown(String resource) {
        return new LambdaException(LambdaFault.NOT_FOUND, "The resource you requested does not exist: " + resource);
    }
}
