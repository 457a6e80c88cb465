package io.millrace.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

/** What each client says first, since what the other tests prove rests on it. */
class SpokenProtocolsIT {

    private static final String END_OF_HEADERS = "\r\n\r\n";

    @Test
    void eachClientSpeaksItsProtocolAndEncoding() throws Exception {
        assertThat(firstWords(aws -> aws.kinesisAsync().listStreams().join())).startsWith("PRI * HTTP/2.0");
        assertThat(firstWords(aws -> aws.kinesis().listStreams())).contains("HTTP/1.1\r\n", "Content-Type: application/x-amz-cbor-1.1\r\n");
        assertThat(firstWords(aws -> aws.kinesisJson().listStreams())).contains("HTTP/1.1\r\n", "Content-Type: application/x-amz-json-1.1\r\n");
    }

    /** Everything up to the first empty line of what comes to a port where nobody answers. */
    private static String firstWords(Consumer<AwsSdk> call) throws Exception {
        try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                AwsSdk aws = new AwsSdk(URI.create("http://127.0.0.1:" + port.getLocalPort()))) {
            Future<?> calling = CompletableFuture.runAsync(() -> call.accept(aws));
            StringBuilder words = new StringBuilder();
            try (Socket connection = port.accept(); InputStream in = connection.getInputStream()) {
                while (words.indexOf(END_OF_HEADERS) < 0) {
                    words.append(new String(new byte[] {(byte) in.read()}, StandardCharsets.ISO_8859_1));
                }
            }
            port.close();
            assertThatThrownBy(calling::get).hasRootCauseInstanceOf(IOException.class);
            return words.toString();
        }
    }
}
