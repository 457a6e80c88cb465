package io.millrace.functions.catalog;

import io.millrace.catalog.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Functions as bytes, big endian: {@code version:u8=2 name creationId:i64 generation:i32 revisionId modifiedAtMillis:i64 runtime handler
 * role description memoryMebibytes:i32 timeoutSeconds:i32 environment architecture storageMebibytes:i32 codeSha256 codeBytes:i64 state
 * updateStatus failureCode reason tags} (version 1 has no failureCode); texts and enum names are modified UTF-8 with a length of two bytes, maps are {@code count:i32{key value}}.
 */
final class FunctionCodec implements Kind.Codec<Function> {

    /** Functions by name. */
    static final Kind<Function> FUNCTIONS = new Kind<>("function", new FunctionCodec());

    private static final int VERSION = 2, WITHOUT_FAILURE_CODE = 1;

    @Override
    public byte[] encode(Function function) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(VERSION);
            out.writeUTF(function.name());
            out.writeLong(function.creationId());
            out.writeInt(function.generation());
            out.writeUTF(function.revisionId());
            out.writeLong(function.modifiedAtMillis());
            writeConfiguration(out, function.configuration());
            out.writeUTF(function.code().sha256());
            out.writeLong(function.code().bytes());
            out.writeUTF(function.state().name());
            out.writeUTF(function.updateStatus().name());
            out.writeUTF(function.failure().map(failure -> failure.code().name()).orElse(""));
            out.writeUTF(function.failure().map(Failure::reason).orElse(""));
            writeMap(out, function.tags());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    @Override
    public Function decode(byte[] bytes) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            int version = in.readUnsignedByte();
            if (version != VERSION && version != WITHOUT_FAILURE_CODE) {
                throw new IllegalArgumentException("function of version " + version + " is not known");
            }
            Function function = new Function(in.readUTF(), in.readLong(), in.readInt(), in.readUTF(), in.readLong(), readConfiguration(in),
                    new CodeReference(in.readUTF(), in.readLong()), Function.State.valueOf(in.readUTF()),
                    Function.UpdateStatus.valueOf(in.readUTF()), readFailure(in, version), readMap(in));
            if (in.read() >= 0) {
                throw new IllegalArgumentException("bytes behind a function");
            }
            return function;
        } catch (IOException truncated) {
            throw new IllegalArgumentException("not a function", truncated);
        }
    }

    private static void writeConfiguration(DataOutputStream out, Configuration configuration) throws IOException {
        out.writeUTF(configuration.runtime().name());
        out.writeUTF(configuration.handler());
        out.writeUTF(configuration.role());
        out.writeUTF(configuration.description());
        out.writeInt(configuration.memoryMebibytes());
        out.writeInt(configuration.timeoutSeconds());
        writeMap(out, configuration.environment());
        out.writeUTF(configuration.architecture());
        out.writeInt(configuration.storageMebibytes());
    }

    private static Configuration readConfiguration(DataInputStream in) throws IOException {
        return new Configuration(FunctionRuntime.valueOf(in.readUTF()), in.readUTF(), in.readUTF(), in.readUTF(), in.readInt(), in.readInt(),
                readMap(in), in.readUTF(), in.readInt());
    }

    private static Optional<Failure> readFailure(DataInputStream in, int version) throws IOException {
        String code = version == VERSION ? in.readUTF() : Failure.Code.INTERNAL_ERROR.name();
        String reason = in.readUTF();
        return code.isEmpty() || reason.isEmpty() ? Optional.empty() : Optional.of(new Failure(Failure.Code.valueOf(code), reason));
    }

    private static void writeMap(DataOutputStream out, Map<String, String> map) throws IOException {
        out.writeInt(map.size());
        for (Map.Entry<String, String> entry : new TreeMap<>(map).entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeUTF(entry.getValue());
        }
    }

    private static Map<String, String> readMap(DataInputStream in) throws IOException {
        int count = in.readInt();
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            map.put(in.readUTF(), in.readUTF());
        }
        return map;
    }
}
