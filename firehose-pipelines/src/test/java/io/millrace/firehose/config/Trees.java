package io.millrace.firehose.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Configurations of tests, from JSON with the members that matter; role and bucket are added. */
final class Trees {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Trees() {
    }

    static ConfigTree s3(String members) {
        return tree("\"RoleARN\":\"arn:aws:iam::000000000000:role/any\",\"BucketARN\":\"arn:aws:s3:::bucket\"" + (members.isEmpty() ? "" : "," + members));
    }

    static ConfigTree http(String members) {
        return tree("\"EndpointConfiguration\":{\"Url\":\"https://example.com/\"},\"S3Configuration\":{\"RoleARN\":\"arn:aws:iam::000000000000:role/any\","
                + "\"BucketARN\":\"arn:aws:s3:::bucket\"}" + (members.isEmpty() ? "" : "," + members));
    }

    /** Quotes may be written as apostrophes. */
    @SuppressWarnings("unchecked")
    static ConfigTree tree(String members) {
        try {
            return new ConfigTree((Map<String, Object>) plain(JSON.readTree("{" + members.replace('\'', '"') + "}")));
        } catch (IOException e) {
            throw new UncheckedIOException(members, e);
        }
    }

    /** As the wire has values. */
    private static Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                node.properties().forEach(member -> map.put(member.getKey(), plain(member.getValue())));
                yield map;
            }
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                node.forEach(element -> list.add(plain(element)));
                yield list;
            }
            case NUMBER -> node.isIntegralNumber() ? (Object) node.asLong() : (Object) node.asDouble();
            case BOOLEAN -> node.asBoolean();
            case STRING -> node.asText();
            case BINARY, MISSING, NULL, POJO -> throw new IllegalArgumentException("no value of a configuration: " + node);
        };
    }

    static DestinationConfig read(DestinationKind kind, ConfigTree given) {
        return new ConfigReader(false).read(kind, ConfigDefaults.complete(kind, given));
    }

    static S3Config readS3(String members) {
        return (S3Config) read(DestinationKind.EXTENDED_S3, s3(members));
    }

    static HttpEndpointConfig readHttp(String members) {
        return (HttpEndpointConfig) read(DestinationKind.HTTP_ENDPOINT, http(members));
    }
}
