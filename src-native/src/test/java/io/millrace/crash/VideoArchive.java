package io.millrace.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.video.ebml.EbmlException;
import io.millrace.video.ebml.EbmlHandler;
import io.millrace.video.ebml.EbmlLimits;
import io.millrace.video.ebml.EbmlParser;
import io.millrace.video.ebml.ElementId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A server's video streams as a client sees them, by plain HTTP. */
final class VideoArchive {

    private static final int PAGE = 100;
    private static final String EVER = ",\"FragmentSelector\":{\"FragmentSelectorType\":\"SERVER_TIMESTAMP\","
            + "\"TimestampRange\":{\"StartTimestamp\":0,\"EndTimestamp\":4102444800}}";
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI endpoint;

    VideoArchive(URI endpoint) {
        this.endpoint = endpoint;
    }

    void create(String stream, int retentionHours) {
        call("createStream", "{\"StreamName\":\"" + stream + "\",\"DataRetentionInHours\":" + retentionHours + "}");
    }

    /** The listed fragments: number to producer's time in seconds. */
    Map<String, Long> list(String stream) {
        Map<String, Long> fragments = new LinkedHashMap<>();
        String token = "";
        do {
            JsonNode page = read(call("listFragments", "{\"StreamName\":\"" + stream + "\",\"MaxResults\":" + PAGE
                    + (token.isEmpty() ? EVER : ",\"NextToken\":\"" + token + "\"") + "}"));
            page.path("Fragments").forEach(fragment ->
                    fragments.put(fragment.path("FragmentNumber").asText(), fragment.path("ProducerTimestamp").asLong()));
            token = page.path("NextToken").asText("");
        } while (!token.isEmpty());
        return fragments;
    }

    /** The contents of these fragments, in their order. */
    List<byte[]> contents(String stream, List<String> numbers) {
        List<byte[]> contents = new ArrayList<>();
        for (int from = 0; from < numbers.size(); from += PAGE) {
            String wanted = String.join("\",\"", numbers.subList(from, Math.min(numbers.size(), from + PAGE)));
            contents.addAll(clusters(call("getMediaForFragmentList", "{\"StreamName\":\"" + stream + "\",\"Fragments\":[\"" + wanted + "\"]}")));
        }
        return contents;
    }

    /** The address of a session that plays the fragments that begin in a range of seconds by the producer, the last one included. */
    String play(String stream, long fromSeconds, long toSeconds) {
        return read(call("getHLSStreamingSessionURL", "{\"StreamName\":\"" + stream + "\",\"PlaybackMode\":\"ON_DEMAND\",\"MaxMediaPlaylistFragmentResults\":5000,"
                + "\"DiscontinuityMode\":\"ON_DISCONTINUITY\",\"HLSFragmentSelector\":{\"FragmentSelectorType\":\"PRODUCER_TIMESTAMP\","
                + "\"TimestampRange\":{\"StartTimestamp\":" + fromSeconds + ",\"EndTimestamp\":" + toSeconds + ".999}}}")).path("HLSStreamingSessionURL").asText();
    }

    private static List<byte[]> clusters(byte[] media) {
        List<byte[]> clusters = new ArrayList<>();
        EbmlParser parser = new EbmlParser(new EbmlHandler() {
            private ByteArrayOutputStream cluster;

            @Override
            public void begin(int id, long size) {
                cluster = id == ElementId.CLUSTER ? new ByteArrayOutputStream() : cluster;
            }

            @Override
            public void inside(byte[] bytes, int from, int to) {
                if (cluster != null) {
                    cluster.write(bytes, from, to - from);
                }
            }

            @Override
            public void end(int id) {
                if (id == ElementId.CLUSTER) {
                    clusters.add(cluster.toByteArray());
                    cluster = null;
                }
            }
        }, EbmlLimits.defaults());
        try {
            parser.feed(media, 0, media.length);
            parser.end();
            return clusters;
        } catch (EbmlException e) {
            throw new AssertionError("what the server sends is no Matroska", e);
        }
    }

    private byte[] call(String operation, String body) {
        try {
            HttpResponse<byte[]> reply = http.send(HttpRequest.newBuilder(endpoint.resolve("/" + operation))
                    .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (reply.statusCode() != 200) {
                throw new AssertionError(operation + " answers " + reply.statusCode() + ": " + new String(reply.body()));
            }
            return reply.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode read(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
