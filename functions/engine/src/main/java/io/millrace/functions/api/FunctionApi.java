package io.millrace.functions.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.functions.catalog.CodeReference;
import io.millrace.functions.catalog.Configuration;
import io.millrace.functions.catalog.Function;
import io.millrace.functions.catalog.FunctionRegistry;
import io.millrace.functions.catalog.RegistryFault;
import io.millrace.functions.code.ArchiveRefused;
import io.millrace.functions.code.CodeStore;
import io.millrace.functions.compiled.CompiledFunctions;
import io.millrace.functions.worker.FunctionEngine;
import io.millrace.functions.worker.WorkerJdk;
import io.millrace.identity.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * The operations on functions, from request to reply. Those with a body block on it and on the code store: call from platform threads
 * that are never interrupted. They fail, or their stages fail, with a {@link LambdaException}, or a {@link RegistryFault} that
 * {@link #fault} puts into words.
 */
public final class FunctionApi {

    /** Of a body with code: the service's own bound. */
    static final long CODE_BODY_BYTES_MAX = 70_167_211;
    /** Of a body without. */
    static final long BODY_BYTES_MAX = 1 << 20;

    private static final int PAGE_MAX = 50;
    private static final Set<String> CREATE_MEMBERS = union(ConfigurationRequest.KNOWN, "FunctionName", "Code", "Tags", "Architectures");
    private static final Set<String> CONFIGURATION_MEMBERS = union(ConfigurationRequest.KNOWN, "FunctionName", "RevisionId");
    private static final Set<String> CODE_MEMBERS = Set.of("FunctionName", "DryRun", "RevisionId", "Architectures");

    private final FunctionRegistry registry;
    private final CodeStore store;
    private final FunctionEngine engine;
    private final CompiledFunctions compiled;
    private final Identity identity;
    private final FunctionReply reply;
    private final UnaryOperator<String> links;

    public FunctionApi(FunctionRegistry registry, CodeStore store, FunctionEngine engine, CompiledFunctions compiled, Identity identity) {
        this(registry, store, engine, compiled, identity, UnaryOperator.identity());
    }

    /** @param links makes of a path of this server what a client without keys can follow for some minutes */
    public FunctionApi(FunctionRegistry registry, CodeStore store, FunctionEngine engine, CompiledFunctions compiled, Identity identity,
            UnaryOperator<String> links) {
        this.links = links;
        this.registry = registry;
        this.store = store;
        this.engine = engine;
        this.compiled = compiled;
        this.identity = identity;
        this.reply = new FunctionReply(identity, "jdk-" + engine.jdk().map(WorkerJdk::version).orElse("none").replaceAll("[^0-9A-Za-z.]", "-"),
                engine.isolation(), compiled);
    }

    /** CreateFunction; status 201. */
    public CompletionStage<ObjectNode> create(InputStream body) throws IOException {
        try (CodeStore.Upload upload = store.begin()) {
            RequestDocument document = RequestDocument.read(codeBody(body, "CreateFunction"), true, upload.sink());
            Members members = new Members(document.root());
            members.refuseOthers(CREATE_MEMBERS, ConfigurationRequest.DEFAULTS);
            String name = reference(members.text("FunctionName").orElseThrow(
                    () -> LambdaException.constraint("null", "functionName", "Member must not be null"))).name();
            Configuration configuration = new ConfigurationRequest(members).create(name,
                    ConfigurationRequest.architecture(members.texts("Architectures"), ConfigurationRequest.DEFAULT_ARCHITECTURE));
            Map<String, String> tags = members.map("Tags").orElse(Map.of());
            TagApi.check(tags);
            members.structure("Code").ifPresent(code -> code.refuseOthers(Set.of(), Map.of()));
            requireZip(document);
            if (registry.find(name).isPresent() || compiled.find(name).isPresent()) {
                throw new RegistryFault.Taken(name);
            }
            return registry.create(name, configuration, upload.keep(), tags).thenApply(this::deployed);
        } catch (ArchiveRefused refused) {
            throw refusal(refused);
        }
    }

    /** UpdateFunctionCode; status 200. */
    public CompletionStage<ObjectNode> updateCode(String function, InputStream body) throws IOException {
        String name = changeable(function);
        try (CodeStore.Upload upload = store.begin()) {
            RequestDocument document = RequestDocument.read(codeBody(body, "UpdateFunctionCode"), false, upload.sink());
            Members members = new Members(document.root());
            members.refuseOthers(CODE_MEMBERS, Map.of());
            requireZip(document);
            Function before = registry.mayChange(name, members.text("RevisionId"));
            String architecture = ConfigurationRequest.architecture(members.texts("Architectures"), before.configuration().architecture());
            if (members.bool("DryRun").orElse(false)) {
                CodeReference code = upload.inspect();
                return CompletableFuture.completedStage(reply.configuration(before.withCode(code)));
            }
            return registry.change(name, members.text("RevisionId"), Optional.of(upload.keep()), old -> old.withArchitecture(architecture))
                    .thenApply(this::deployed);
        } catch (ArchiveRefused refused) {
            throw refusal(refused);
        }
    }

    /** UpdateFunctionConfiguration; status 200. */
    public CompletionStage<ObjectNode> updateConfiguration(String function, InputStream body) throws IOException {
        String name = changeable(function);
        Members members = new Members(RequestDocument.read(smallBody(body)).root());
        members.refuseOthers(CONFIGURATION_MEMBERS, ConfigurationRequest.DEFAULTS);
        ConfigurationRequest request = new ConfigurationRequest(members);
        return registry.change(name, members.text("RevisionId"), Optional.empty(), old -> request.over(old, name)).thenApply(this::deployed);
    }

    /** GetFunction; status 200. */
    public ObjectNode get(String function, Optional<String> qualifier, String baseUri) {
        return switch (find(function, qualifier)) {
            case KnownFunction.Deployed found -> reply.function(found.function(), links.apply(baseUri + "2015-03-31/functions/" + found.name()
                    + "/code/" + found.function().code().sha256()));
            case KnownFunction.CompiledIn found -> reply.function(found.function());
        };
    }

    /** GetFunctionConfiguration; status 200. */
    public ObjectNode configuration(String function, Optional<String> qualifier) {
        return reply.configuration(find(function, qualifier));
    }

    /** ListFunctions; status 200. Parameters that are absent or empty do not restrict. */
    public ObjectNode list(Optional<String> marker, Optional<String> maxItems) {
        int limit = PageLimit.of(maxItems, PAGE_MAX);
        String after = marker.orElse("");
        NavigableMap<String, KnownFunction> functions = new TreeMap<>();
        registry.list(after, limit + 1).forEach(function -> functions.put(function.name(), new KnownFunction.Deployed(function)));
        compiled.list(after, limit + 1).forEach(function -> functions.put(function.name(), new KnownFunction.CompiledIn(function)));
        return reply.page(functions.values().stream().limit(limit).toList(), functions.size() > limit);
    }

    /** DeleteFunction; status 204. */
    public CompletionStage<Void> delete(String function, Optional<String> qualifier) {
        String name = FunctionReference.parse(function, Optional.empty(), identity).name();
        if (qualifier.filter(text -> !text.isEmpty()).isPresent()) {
            throw LambdaException.invalid("$LATEST version cannot be deleted without deleting the function.");
        }
        return registry.find(name).isEmpty() && compiled.find(name).isPresent() ? CompletableFuture.failedStage(new RegistryFault.CompiledIn(name))
                : registry.delete(name);
    }

    /** ListVersionsByFunction; status 200. */
    public ObjectNode versions(String function) {
        return reply.versions(find(function, Optional.empty()));
    }

    /** ListAliases; status 200. */
    public ObjectNode aliases(String function) {
        find(function, Optional.empty());
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putArray("Aliases");
        return node;
    }

    /** GetPolicy, which always finds none. */
    public ObjectNode policy(String function) {
        find(function, Optional.empty());
        throw new LambdaException(LambdaFault.NOT_FOUND, "The resource you requested does not exist.");
    }

    /** GetRuntimeManagementConfig; status 200. */
    public ObjectNode runtimeManagement(String function) {
        KnownFunction found = find(function, Optional.empty());
        return JsonNodeFactory.instance.objectNode().put("UpdateRuntimeOn", "Auto").put("FunctionArn", identity.functionArn(found.name()))
                .put("RuntimeVersionArn", reply.runtimeVersionArn(found));
    }

    /** The function, or {@link RegistryFault.Unknown}. */
    KnownFunction find(String function, Optional<String> qualifier) {
        String name = FunctionReference.parse(function, qualifier, identity).name();
        return compiled.find(name).<KnownFunction>map(KnownFunction.CompiledIn::new)
                .or(() -> registry.find(name).map(KnownFunction.Deployed::new)).orElseThrow(() -> new RegistryFault.Unknown(name));
    }

    /** The plain name, if it is not one of the program's own. */
    String changeable(String function) {
        String name = reference(function).name();
        if (compiled.find(name).isPresent()) {
            throw new RegistryFault.CompiledIn(name);
        }
        return name;
    }

    /** The archive of a function, of this hash, to be read. */
    Path archive(String function, String sha256) {
        String name = reference(function).name();
        return registry.find(name).map(Function::code).filter(code -> code.sha256().equals(sha256)).map(store::file)
                .orElseThrow(() -> FunctionReference.notFound(identity.functionArn(name)));
    }

    /** What the client is told of a refusal. */
    LambdaException fault(RegistryFault fault) {
        String arn = identity.functionArn(fault.function());
        return switch (fault) {
            case RegistryFault.Unknown unknown -> FunctionReference.notFound(arn);
            case RegistryFault.Taken taken -> new LambdaException(LambdaFault.CONFLICT, "Function already exist: " + fault.function());
            case RegistryFault.CompiledIn compiledIn -> LambdaException.invalid("The function " + fault.function() + " is compiled into this server: it cannot"
                    + " be changed or deleted. Build the server without it, or anew.");
            case RegistryFault.Stale stale -> new LambdaException(LambdaFault.PRECONDITION, "The RevisionId provided does not match the latest"
                    + " RevisionId. Call the GetFunction/GetAlias API to retrieve the latest RevisionId");
            case RegistryFault.Busy busy -> new LambdaException(LambdaFault.CONFLICT, "The operation cannot be performed at this time. An update is"
                    + " in progress for resource: " + arn);
        };
    }

    private ObjectNode deployed(Function function) {
        engine.deploy(function);
        return reply.configuration(function);
    }

    private FunctionReference reference(String function) {
        return FunctionReference.parse(function, Optional.empty(), identity);
    }

    private static void requireZip(RequestDocument document) {
        if (!document.zipFile()) {
            throw LambdaException.invalid("Please provide a source for function code.");
        }
    }

    private static LambdaException refusal(ArchiveRefused refused) {
        return refused.isTooLarge() ? new LambdaException(LambdaFault.BODY_TOO_LARGE, refused.getMessage()) : LambdaException.invalid(refused.getMessage());
    }

    private static InputStream codeBody(InputStream body, String operation) {
        return new BoundedBody(body, CODE_BODY_BYTES_MAX, () -> new LambdaException(LambdaFault.BODY_TOO_LARGE, "Request must be smaller than "
                + CODE_BODY_BYTES_MAX + " bytes for the " + operation + " operation"));
    }

    /** A body without code: reading on beyond its bound fails with a {@link LambdaException}. */
    public static InputStream smallBody(InputStream body) {
        return new BoundedBody(body, BODY_BYTES_MAX, () -> new LambdaException(LambdaFault.BODY_TOO_LARGE, "Request must be smaller than "
                + BODY_BYTES_MAX + " bytes"));
    }

    private static Set<String> union(Set<String> some, String... more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }
}
