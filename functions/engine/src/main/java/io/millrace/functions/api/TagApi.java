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

/** Tags of functions, by the function's ARN. Blocks on bodies only. */
public final class TagApi {

    private static final int TAGS_MAX = 50, KEY_LENGTH_MAX = 128, VALUE_LENGTH_MAX = 256;
    private static final String FUNCTION = ":function:", RESERVED = "aws:";

    private final FunctionRegistry registry;
    private final FunctionApi functions;
    private final Identity identity;

    public TagApi(FunctionRegistry registry, FunctionApi functions, Identity identity) {
        this.registry = registry;
        this.functions = functions;
        this.identity = identity;
    }

    /** ListTags; status 200. */
    public ObjectNode list(String resource) {
        return new FunctionReply(identity, "").tags(functions.find(arn(resource), Optional.empty()));
    }

    /** TagResource; status 204. */
    public CompletionStage<Void> tag(String resource, InputStream body) throws IOException {
        Members members = new Members(RequestDocument.read(FunctionApi.smallBody(body)).root());
        members.refuseOthers(Set.of("Tags", "Resource"), Map.of());
        Map<String, String> added = members.map("Tags").orElseThrow(() -> LambdaException.constraint("null", "tags", "Member must not be null"));
        String name = FunctionReference.parse(arn(resource), Optional.empty(), identity).name();
        return registry.tag(name, tags -> {
            tags.putAll(added);
            check(tags);
            return tags;
        }).thenApply(done -> null);
    }

    /** UntagResource; status 204. */
    public CompletionStage<Void> untag(String resource, List<String> keys) {
        String name = FunctionReference.parse(arn(resource), Optional.empty(), identity).name();
        return registry.tag(name, tags -> {
            keys.forEach(tags::remove);
            return tags;
        }).thenApply(done -> null);
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

    private static String arn(String resource) {
        if (!resource.startsWith("arn:") || !resource.contains(FUNCTION)) {
            throw new LambdaException(LambdaFault.NOT_FOUND, "The resource you requested does not exist: " + resource);
        }
        return resource;
    }
}
