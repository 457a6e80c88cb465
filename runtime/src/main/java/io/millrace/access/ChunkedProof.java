package io.millrace.access;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A body in chunks: {@code size;chunk-signature=…}, the chunk, and so on to one of size 0, then trailers if there are any (Amazon S3 API
 * Reference, "Signature calculations: transferring payload in multiple chunks" and "trailing headers"). Each signature covers its
 * chunk and the signature before it, the first one the head's. Works for any cut of the body.
 */
final class ChunkedProof implements BodyProof {

    /** Edges: SIZE→DATA→AFTER_DATA→SIZE; SIZE→LAST when the size is 0; LAST→OVER. */
    private enum State {
        SIZE, DATA, AFTER_DATA, LAST, OVER
    }

    private static final String CHUNK_ALGORITHM = "AWS4-HMAC-SHA256-PAYLOAD", TRAILER_ALGORITHM = "AWS4-HMAC-SHA256-TRAILER";
    private static final String SIGNATURE = ";chunk-signature=", TRAILER_SIGNATURE = "x-amz-trailer-signature";
    private static final String WRONG_FORM = "The body is not in the chunks that x-amz-content-sha256 declares.";
    private static final int LINE_LENGTH_MAX = 1_024, SIZE_DIGITS_MAX = 8;

    private final ChunkedForm form;
    private final Claim claim;
    private final byte[] signingKey;
    private final ChunkedLength declared;
    private final Map<String, PayloadChecksum> checksums = new LinkedHashMap<>();
    private final Map<String, String> trailers = new LinkedHashMap<>();
    private final MessageDigest chunk = Digests.sha256();
    private final StringBuilder line = new StringBuilder();
    private State state = State.SIZE;
    private String previousSignature;
    private String givenSignature;
    private String trailerSignature = "";
    private long chunkLeft;
    private long decoded;

    ChunkedProof(ChunkedForm form, Claim claim, byte[] signingKey, ChunkedLength declared) {
        this.form = form;
        this.claim = claim;
        this.signingKey = signingKey;
        this.declared = declared;
        this.previousSignature = claim.signature();
        if (form.trailed()) {
            declared.trailers().forEach(name -> checksums.put(name, PayloadChecksum.of(name)));
        }
    }

    @Override
    public int take(byte[] bytes, int offset, int length) {
        int end = offset + length, kept = offset;
        for (int next = offset; next < end;) {
            if (state == State.DATA) {
                int part = (int) Math.min(chunkLeft, end - next);
                chunk.update(bytes, next, part);
                for (PayloadChecksum checksum : checksums.values()) {
                    checksum.update(bytes, next, part);
                }
                System.arraycopy(bytes, next, bytes, kept, part);
                kept += part;
                next += part;
                count(part);
            } else {
                next = readLine(bytes, next, end);
            }
        }
        return kept - offset;
    }

    private void count(int part) {
        decoded += part;
        chunkLeft -= part;
        if (decoded > declared.decoded()) {
            throw AccessFault.INVALID.because(WRONG_FORM);
        }
        if (chunkLeft == 0) {
            state = State.AFTER_DATA;
        }
    }

    /** Gathers a line up to its end and acts on it; returns where reading goes on. */
    private int readLine(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == '\n') {
                int length = line.length();
                if (length == 0 || line.charAt(length - 1) != '\r') {
                    throw AccessFault.INVALID.because(WRONG_FORM);
                }
                line.setLength(length - 1);
                String read = line.toString();
                line.setLength(0);
                act(read);
                return i + 1;
            }
            if (line.length() >= LINE_LENGTH_MAX) {
                throw AccessFault.INVALID.because(WRONG_FORM);
            }
            line.append((char) (bytes[i] & 0xFF));
        }
        return end;
    }

    private void act(String read) {
        switch (state) {
            case SIZE -> size(read);
            case AFTER_DATA -> {
                require(read.isEmpty());
                checkChunk();
                state = State.SIZE;
            }
            case LAST -> {
                if (read.isEmpty()) {
                    state = State.OVER;
                } else {
                    trailer(read);
                }
            }
            case DATA, OVER -> throw AccessFault.INVALID.because(WRONG_FORM);
        }
    }

    private void size(String read) {
        int semicolon = read.indexOf(';');
        String digits = semicolon < 0 ? read : read.substring(0, semicolon);
        if (form.signed()) {
            require(semicolon > 0 && read.startsWith(SIGNATURE, semicolon));
            givenSignature = read.substring(semicolon + SIGNATURE.length());
        }
        require(!digits.isEmpty() && digits.length() <= SIZE_DIGITS_MAX && digits.chars().allMatch(HexFormat::isHexDigit));
        chunkLeft = Long.parseLong(digits, 16);
        if (chunkLeft == 0) {
            checkChunk();
            state = State.LAST;
        } else {
            state = State.DATA;
        }
    }

    private void checkChunk() {
        String hash = Digests.hex(chunk.digest());
        if (form.signed()) {
            SignatureVerifier.check(claim.sign(signingKey, CHUNK_ALGORITHM, previousSignature + "\n" + Digests.EMPTY_BODY + "\n" + hash), givenSignature);
            previousSignature = givenSignature;
        }
    }

    private void trailer(String read) {
        int colon = read.indexOf(':');
        require(form.trailed() && colon > 0);
        String name = read.substring(0, colon), value = read.substring(colon + 1).strip();
        if (form.signed() && name.equals(TRAILER_SIGNATURE)) {
            require(trailerSignature.isEmpty());
            trailerSignature = value;
        } else {
            require(checksums.containsKey(name) && trailers.put(name, value) == null && trailerSignature.isEmpty());
        }
    }

    @Override
    public void end() {
        require(state == State.OVER && line.isEmpty() && decoded == declared.decoded() && trailers.keySet().equals(checksums.keySet()));
        if (form.signed() && form.trailed()) {
            StringBuilder lines = new StringBuilder();
            trailers.forEach((name, value) -> lines.append(name).append(':').append(value).append('\n'));
            SignatureVerifier.check(claim.sign(signingKey, TRAILER_ALGORITHM, previousSignature + "\n" + Digests.hexSha256(lines.toString())),
                    trailerSignature);
        }
        trailers.forEach((name, value) -> {
            if (!Digests.same(checksums.get(name).base64(), value)) {
                throw AccessFault.INVALID.because("The payload does not have the checksum that its trailer '" + name + "' says.");
            }
        });
    }

    private static void require(boolean wellFormed) {
        if (!wellFormed) {
            throw AccessFault.INVALID.because(WRONG_FORM);
        }
    }
}
