package io.millrace.wire.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.assertj.core.api.Assertions;

/** Our readers and writers against Jackson's, and against bodies that are cut off or damaged. */
class CodecEquivalenceTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper ESCAPED = JsonMapper.builder().configure(JsonWriteFeature.ESCAPE_NON_ASCII, true)
            .configure(JsonWriteFeature.ESCAPE_FORWARD_SLASHES, true).enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final CBORMapper CBOR = new CBORMapper();

    @Property(tries = 120)
    void readsTheJsonThatJacksonWrites(@ForAll("trees") JsonNode tree) throws IOException {
        assertThat(WireTree.read(WireFormat.JSON, JSON.writeValueAsBytes(tree))).isEqualTo(tree);
        assertThat(WireTree.read(WireFormat.JSON, ESCAPED.writeValueAsBytes(tree))).isEqualTo(tree);
        WireTree.skip(WireFormat.JSON, ESCAPED.writeValueAsBytes(tree));
    }

    @Property(tries = 120)
    void readsTheCborThatJacksonWrites(@ForAll("trees") JsonNode tree) throws IOException {
        assertThat(WireTree.read(WireFormat.CBOR, CBOR.writeValueAsBytes(tree))).isEqualTo(tree);
        assertThat(WireTree.read(WireFormat.CBOR, indefinite(tree))).isEqualTo(tree);
        WireTree.skip(WireFormat.CBOR, indefinite(tree));
    }

    /** Objects, lists and texts of indefinite length, the texts in chunks of one character. */
    private static byte[] indefinite(JsonNode tree) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeIndefinite(tree, out);
        return out.toByteArray();
    }

    private static void writeIndefinite(JsonNode node, ByteArrayOutputStream out) throws IOException {
        if (node.isObject()) {
            out.write(0xBF);
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                writeIndefinite(NODES.textNode(member.getKey()), out);
                writeIndefinite(member.getValue(), out);
            }
            out.write(0xFF);
        } else if (node.isArray()) {
            out.write(0x9F);
            for (JsonNode element : node) {
                writeIndefinite(element, out);
            }
            out.write(0xFF);
        } else if (node.isTextual()) {
            out.write(0x7F);
            for (int codePoint : node.textValue().codePoints().toArray()) {
                byte[] utf8 = Character.toString(codePoint).getBytes(UTF_8);
                out.write(0x60 | utf8.length);
                out.write(utf8);
            }
            out.write(0xFF);
        } else {
            out.write(0xC2);
            out.write(CBOR.writeValueAsBytes(node));
        }
    }

    @Property(tries = 120)
    void jacksonReadsWhatWeWrite(@ForAll("replies") JsonNode tree) throws IOException {
        assertThat(CBOR.readTree(WireTree.write(WireFormat.CBOR, tree)).toString()).isEqualTo(tree.toString());
        assertThat(JSON.readTree(WireTree.write(WireFormat.JSON, tree)).toString()).isEqualTo(tree.toString());
    }

    /** Either what Jackson understands as well, or malformed; never anything else. */
    @Property(tries = 300)
    void damagedJsonIsMalformed(@ForAll("trees") JsonNode tree, @ForAll int where, @ForAll byte with, @ForAll boolean cut) throws IOException {
        byte[] body = damaged(JSON.writeValueAsBytes(tree), where, with, cut);
        try {
            WireTree.skip(WireFormat.JSON, body);
        } catch (MalformedInput malformed) {
            return;
        }
        Assertions.assertThatCode(() -> JSON.readTree(body)).doesNotThrowAnyException();
    }

    @Property(tries = 300)
    void damagedCborIsMalformed(@ForAll("trees") JsonNode tree, @ForAll int where, @ForAll byte with, @ForAll boolean cut, @ForAll boolean indefinite)
            throws IOException {
        byte[] body = damaged(indefinite ? indefinite(tree) : CBOR.writeValueAsBytes(tree), where, with, cut);
        for (int i = 0; i < 2; i++) {
            try {
                if (i == 0) {
                    WireTree.skip(WireFormat.CBOR, body);
                } else {
                    WireTree.read(WireFormat.CBOR, body);
                }
            } catch (MalformedInput malformed) {
                assertThat(malformed.getMessage()).isNotEmpty();
            }
        }
    }

    @Property(tries = 500)
    void anyBytesAreReadOrMalformed(@ForAll byte[] body) {
        for (WireFormat format : WireFormat.values()) {
            try {
                WireTree.read(format, body);
            } catch (MalformedInput malformed) {
                assertThat(malformed.getMessage()).isNotEmpty();
            }
        }
    }

    private static byte[] damaged(byte[] body, int where, byte with, boolean cut) {
        int at = Math.floorMod(where, body.length);
        if (cut) {
            return Arrays.copyOf(body, at);
        }
        body[at] = with;
        return body;
    }

    @Provide
    Arbitrary<JsonNode> trees() {
        return tree(3, texts(), true);
    }

    /** What replies are made of: names are ASCII, no nulls. */
    @Provide
    Arbitrary<JsonNode> replies() {
        return tree(3, Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(250), false)
                .filter(JsonNode::isObject);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(Arbitraries.strings().ascii().ofMaxLength(40),
                Arbitraries.integers().between(0, Character.MAX_CODE_POINT).filter(c -> c < 0xD800 || c > 0xDFFF).map(Character::toString).list().ofMaxSize(20)
                        .map(list -> String.join("", list)),
                Arbitraries.strings().withCharRange('A', 'z').ofMaxLength(2000));
    }

    private static Arbitrary<JsonNode> tree(int depth, Arbitrary<String> names, boolean nulls) {
        Arbitrary<JsonNode> leaf = Arbitraries.oneOf(texts().map(NODES::textNode), Arbitraries.longs().map(NODES::numberNode),
                Arbitraries.of(true, false).map(NODES::booleanNode), nulls ? Arbitraries.just(NODES.nullNode()) : Arbitraries.just(NODES.numberNode(0L)));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<JsonNode> below = tree(depth - 1, names, nulls);
        Arbitrary<JsonNode> list = below.list().ofMaxSize(4).map(elements -> NODES.arrayNode().addAll((List<JsonNode>) elements));
        Arbitrary<JsonNode> object = Arbitraries.maps(names, below).ofMaxSize(4).map(members -> NODES.objectNode().setAll(members));
        return Arbitraries.frequencyOf(Tuple.of(1, leaf), Tuple.of(1, list), Tuple.of(3, object));
    }
}
