package io.millrace.wire.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers, times, blobs and strings at their edges. */
class ReaderEdgesTest {

    private static WireReader json(String text) {
        byte[] body = text.getBytes(UTF_8);
        return new JsonReader(body, body.length);
    }

    private static WireReader cbor(String hex) {
        byte[] body = HexFormat.of().parseHex(hex);
        return new CborReader(body, body.length);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "-0,0", "9223372036854775807,9223372036854775807", "-9223372036854775808,-9223372036854775808", "1.9,1", "-1.9,-1", "1e3,1000",
        "0.00000000000000000001e21,10"})
    void wholeNumbers(String text, long value) {
        WireReader reader = json(text);
        assertThat(reader.integer()).isEqualTo(value);
        reader.end();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "1e19", "1e400", "1e2147483647", "1e-2147483648", "1e99999999999", "01", "1.", ".5", "-", "+1", "1e", "NaN", "0x1"})
    void notWholeNumbers(String text) {
        assertMalformed(json(text), reader -> {
            long value = reader.integer();
            reader.end();
            return value;
        });
    }

    @ParameterizedTest
    @CsvSource({"1700000000.123,1700000000123", "1.700000000123E9,1700000000123", "0,0", "-1.5,-1500"})
    void timesInJsonAreSeconds(String text, long millis) {
        assertThat(json(text).timestampMillis()).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"c11b0000018bcfe568 7b,1700000000123", "c1fb4278bcfe5687b000,1700000000123", "1a00000005,5", "3903e7,-1000"})
    void timesInCborAreMilliseconds(String hex, long millis) {
        assertThat(cbor(hex.replace(" ", "")).timestampMillis()).isEqualTo(millis);
    }

    @Test
    void cborWritesTimesAsTheSdkReadsThem() {
        ReplyBytes bytes = new ReplyBytes(0);
        new CborWriter(bytes).timestampMillis(1_700_000_000_123L);
        assertThat(HexFormat.of().formatHex(bytes.toByteArray())).isEqualTo("c11b0000018bcfe5687b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1bffffffffffffffff", "3bffffffffffffffff", "f97c00", "fb7ff0000000000000", "f97e00", "61", "5f41", "c6c6c6c6c6c600", "1c", "ff"})
    void notWholeNumbersInCbor(String hex) {
        assertMalformed(cbor(hex), WireReader::integer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5b7fffffffffffffff", "7bffffffffffffffff00", "9b0fffffffffffffff", "bb7fffffffffffffff", "5f6161ff", "5f5f4161ffff", "62c328"})
    void lengthsThatLie(String hex) {
        assertMalformed(cbor(hex), reader -> {
            reader.skip();
            reader.end();
            return null;
        });
    }

    /** Every length, so that each tail of eight bytes is met, decoded as the JDK does it. */
    @Test
    void blobsOfEveryLength() {
        Random random = new Random(1);
        for (int length = 0; length < 300; length++) {
            byte[] data = new byte[length];
            random.nextBytes(data);
            ReplyBytes bytes = new ReplyBytes(0);
            new JsonWriter(bytes).blob(ByteBuffer.wrap(data).asReadOnlyBuffer());
            WireReader reader = new JsonReader(bytes.array(), bytes.length());
            reader.blob();
            byte[] target = new byte[length + 2];
            int decoded = reader.encoding().decodedLength(reader.array(), reader.offset(), reader.length());
            reader.encoding().decode(reader.array(), reader.offset(), reader.length(), target, 1, decoded);
            assertThat(decoded).isEqualTo(length);
            assertThat(Arrays.copyOfRange(target, 1, length + 1)).isEqualTo(data);
        }
    }

    @Test
    void slashesInBase64MayBeEscaped() {
        WireReader reader = json("\"\\/\\/\\/\\/\"");
        reader.blob();
        byte[] target = new byte[3];
        reader.encoding().decode(reader.array(), reader.offset(), reader.length(), target, 0,
                reader.encoding().decodedLength(reader.array(), reader.offset(), reader.length()));
        assertThat(target).containsExactly(-1, -1, -1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00c3(", "\u00c0\u0080", "\u00ed\u00a0\u0080", "\u00f4\u0090\u0080\u0080", "\u00ff", "\u00e2\u0082", "\u0080"})
    void brokenUtf8(String latin) {
        byte[] body = ("\"" + latin + "\"").getBytes(ISO_8859_1);
        assertMalformed(new JsonReader(body, body.length), reader -> {
            reader.text();
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\"", "\"\\x\"", "\"\\u12g4\"", "\"\\u00", "\"\\", "\"a\u0001\"", "\"tab\t\""})
    void brokenStrings(String text) {
        assertMalformed(json(text), reader -> {
            reader.text();
            return null;
        });
    }

    @Test
    void nestingIsBounded() {
        String most = "[".repeat(WireReader.DEPTH_MAX) + "]".repeat(WireReader.DEPTH_MAX);
        json(most).skip();
        assertMalformed(json("[" + most + "]"), reader -> {
            reader.skip();
            return null;
        });
        assertMalformed(cbor("81".repeat(WireReader.DEPTH_MAX + 1) + "00"), reader -> {
            reader.skip();
            return null;
        });
    }

    private static void assertMalformed(WireReader reader, Function<WireReader, Object> read) {
        assertThatThrownBy(() -> read.apply(reader)).isInstanceOf(MalformedInput.class);
    }
}
