package io.millrace.functions.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A request's JSON body, read as it comes: ZipFile, at its place, is decoded into a sink; everything else is small and becomes members.
 *
 * @param root    the members without ZipFile
 * @param zipFile whether there was one
 */
record RequestDocument(ObjectNode root, boolean zipFile) {

    /** Everything but the code is less than this. */
    private static final int TEXT_LENGTH_MAX = 1 << 20;
    private static final int TOKENS_MAX = 20_000;
    private static final int DEPTH_MAX = 32;
    private static final String ZIP_FILE = "ZipFile", CODE = "Code";
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder()
            .maxStringLength(TEXT_LENGTH_MAX).maxTokenCount(TOKENS_MAX).maxNestingDepth(DEPTH_MAX).maxNameLength(512).build()).build());

    /** One without code. */
    static RequestDocument read(InputStream body) throws IOException {
        return read(body, false, OutputStream.nullOutputStream());
    }

    /**
     * @param codeMember whether ZipFile is a member of Code, as in CreateFunction, or of the request itself
     * @throws LambdaException if it is not JSON, or larger than a request may be
     */
    static RequestDocument read(InputStream body, boolean codeMember, OutputStream sink) throws IOException {
        try (JsonParser parser = JSON.createParser(body)) {
            ObjectNode root = JSON.createObjectNode();
            JsonToken first = parser.nextToken();
            if (first == null) {
                return new RequestDocument(root, false);
            }
            boolean zipFile = readObject(parser, root, codeMember, sink);
            if (parser.nextToken() != null) {
                throw unreadable("one object was expected");
            }
            return new RequestDocument(root, zipFile);
        } catch (JsonProcessingException malformed) {
            throw unreadable(malformed.getOriginalMessage());
        }
    }

    private static boolean readObject(JsonParser parser, ObjectNode target, boolean codeMember, OutputStream sink) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw unreadable("an object was expected");
        }
        boolean zipFile = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (codeMember && name.equals(CODE) && token == JsonToken.START_OBJECT) {
                zipFile |= readObject(parser, target.putObject(CODE), false, sink);
            } else if (!codeMember && name.equals(ZIP_FILE) && token == JsonToken.VALUE_STRING && !zipFile) {
                parser.readBinaryValue(sink);
                zipFile = true;
            } else {
                JsonNode value = JSON.readTree(parser);
                target.set(name, value);
            }
        }
        return zipFile;
    }

    private static LambdaException unreadable(String why) {
        return new LambdaException(LambdaFault.UNREADABLE, "Could not parse request body into json: " + why);
    }
}
