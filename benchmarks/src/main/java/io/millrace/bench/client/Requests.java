package io.millrace.bench.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** HTTP requests as the bytes that go over the line, in direct buffers, encoded once and sent many times. */
public final class Requests {

    private static final String KINESIS = "Kinesis_20131202.", FIREHOSE = "Firehose_20150804.";

    private Requests() {
    }

    /** A call of the Kinesis API in AWS JSON 1.1. */
    public static ByteBuffer kinesis(String operation, String json) {
        return call(KINESIS + operation, json);
    }

    private static ByteBuffer call(String target, String json) {
        return request("POST / HTTP/1.1\r\nX-Amz-Target: " + target + "\r\nContent-Type: application/x-amz-json-1.1\r\n", json);
    }

    /** PutRecords of these records, each with a partition key of its own. */
    public static ByteBuffer putRecords(String stream, List<byte[]> records) {
        return kinesis("PutRecords", IntStream.range(0, records.size()).mapToObj(i -> "{\"Data\":\"" + base64(records.get(i)) + "\",\"PartitionKey\":\"" + i
                + "\"}").collect(Collectors.joining(",", "{\"Records\":[", "],\"StreamName\":\"" + stream + "\"}")));
    }

    /** PutRecordBatch of these records. */
    public static ByteBuffer putRecordBatch(String deliveryStream, List<byte[]> records) {
        return call(FIREHOSE + "PutRecordBatch", records.stream().map(record -> "{\"Data\":\"" + base64(record) + "\"}")
                .collect(Collectors.joining(",", "{\"Records\":[", "],\"DeliveryStreamName\":\"" + deliveryStream + "\"}")));
    }

    private static String base64(byte[] data) {
        return Base64.getEncoder().encodeToString(data);
    }

    /** A call of a REST-JSON API. */
    public static ByteBuffer rest(String method, String path, String json) {
        return request(method + " " + path + " HTTP/1.1\r\nContent-Type: application/json\r\n", json);
    }

    /** PutRecords of so many records with random payload and random partition keys; both from the seed. */
    public static ByteBuffer putRecords(String stream, int records, int payloadBytes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder json = new StringBuilder("{\"Records\":[");
        for (int i = 0; i < records; i++) {
            json.append(i == 0 ? "" : ",").append(entry(random, payloadBytes)).append('}');
        }
        return kinesis("PutRecords", json.append("],\"StreamName\":\"").append(stream).append("\"}").toString());
    }

    /** PutRecord with random payload and a random partition key; both from the seed. */
    public static ByteBuffer putRecord(String stream, int payloadBytes, long seed) {
        return kinesis("PutRecord", entry(new SplittableRandom(seed), payloadBytes) + ",\"StreamName\":\"" + stream + "\"}");
    }

    private static String entry(SplittableRandom random, int payloadBytes) {
        byte[] payload = new byte[payloadBytes];
        random.nextBytes(payload);
        return "{\"Data\":\"" + Base64.getEncoder().encodeToString(payload) + "\",\"PartitionKey\":\"" + Long.toHexString(random.nextLong()) + "\"";
    }

    private static ByteBuffer request(String lineAndHeaders, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        byte[] head = (lineAndHeaders + "Host: 127.0.0.1\r\nContent-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocateDirect(head.length + body.length).put(head).put(body).flip();
    }
}
