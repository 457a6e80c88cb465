package io.millrace.access.http;

import io.millrace.access.RequestHead;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The head of a Vert.x request. */
record ReceivedHead(HttpServerRequest request) implements RequestHead {

    private static final String HOST = "host";

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String path() {
        return request.path();
    }

    @Override
    public String query() {
        return request.query() == null ? "" : request.query();
    }

    @Override
    public Collection<String> headerNames() {
        List<String> names = new ArrayList<>();
        request.headers().forEach((name, value) -> names.add(name.toLowerCase(Locale.ROOT)));
        return names;
    }

    @Override
    public List<String> headers(String lowerCaseName) {
        if (lowerCaseName.equals(HOST) && request.version() == HttpVersion.HTTP_2 && request.authority() != null) {
            return List.of(request.authority().toString());
        }
        return request.headers().getAll(lowerCaseName);
    }
}
