package io.millrace.server;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

import io.millrace.functions.api.FunctionApi;
import io.millrace.functions.api.InvokeApi;
import io.millrace.functions.api.MappingTags;
import io.millrace.functions.api.TagApi;
import io.millrace.functions.mapping.MappingApi;
import io.millrace.identity.Identity;
import io.millrace.trigger.Mappings;
import io.millrace.video.control.ControlApi;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The APIs that REST resources look up with their first call, when the server is open. */
@Singleton
final class RestApis {

    private final Server server;
    private final Identity identity;

    RestApis(Server server, ServerSettings settings) {
        this.server = server;
        this.identity = settings.identity();
    }

    @Produces
    @Singleton
    FunctionApi functionApi() {
        Functions functions = server.functions();
        return new FunctionApi(functions.registry(), functions.code(), functions.engine(), functions.compiled(), identity, server.links());
    }

    @Produces
    @Singleton
    InvokeApi invokeApi(FunctionApi functions) {
        return new InvokeApi(functions, server.functions().engine(), server.functions().compiled());
    }

    @Produces
    @Singleton
    TagApi tagApi(FunctionApi functions) {
        return new TagApi(server.functions().registry(), functions, new TagsOfMappings(server.triggers().mappings()), identity);
    }

    @Produces
    @Singleton
    MappingApi mappingApi() {
        return new MappingApi(server.triggers().mappings(), server.streams().registry(),
                server.functions()::exists, identity);
    }

    @Produces
    @Singleton
    ControlApi videoControlApi() {
        return server.video().control();
    }

    /** The mappings' tags as the tag operations see them. */
    private record TagsOfMappings(Mappings mappings) implements MappingTags {

        @Override
        public Optional<Map<String, String>> find(String uuid) {
            return mappings.find(uuid).map(view -> view.mapping().tags());
        }

        @Override
        public CompletionStage<Void> change(String uuid, UnaryOperator<Map<String, String>> change) {
            return mappings.tag(uuid, change);
        }
    }
}
