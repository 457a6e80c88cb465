package io.millrace.video.playback.hls;

import io.millrace.stream.StreamId;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sessions as texts for URLs: what a session shows, then HMAC-SHA256 over it with a key that only this data directory has. What it
 * says is no secret, but nobody can make one or change one. Any thread.
 */
public final class SessionTokens {

    /** Of the key. */
    public static final int KEY_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte VERSION = 1;
    private static final int CONTENT_BYTES = 1 + 8 + 3 + 1 + 8 + 8 + 8 + 4 + 8 + 8;
    private static final int SIGNATURE_BYTES = 32;
    private static final int TEXT_LENGTH_MAX = 4 * (CONTENT_BYTES + SIGNATURE_BYTES);

    private final SecretKeySpec key;

    /** @param key {@link #KEY_BYTES} random bytes */
    public SessionTokens(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** The session's token, of letters, digits, {@code -} and {@code _}. */
    public String sign(HlsSession session) {
        byte[] content = ByteBuffer.allocate(CONTENT_BYTES).put(VERSION).putLong(session.stream().value())
                .put((byte) session.mode().ordinal()).put((byte) session.discontinuities().ordinal())
                .put((byte) session.range().clock().ordinal()).put((byte) (session.showsTimes() ? 1 : 0))
                .putLong(session.range().fromMillis()).putLong(session.range().toMillis()).putLong(session.first().value())
                .putInt(session.fragmentsMax()).putLong(session.createdAtMillis()).putLong(session.expiresAtMillis()).array();
        byte[] signed = Arrays.copyOf(content, CONTENT_BYTES + SIGNATURE_BYTES);
        System.arraycopy(signature(content), 0, signed, CONTENT_BYTES, SIGNATURE_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    /** The session of a token that this server made and that has not expired; empty for any other text. */
    public Optional<HlsSession> verify(String token, long nowMillis) {
        return signedContent(token).map(SessionTokens::session).filter(session -> nowMillis < session.expiresAtMillis());
    }

    private Optional<byte[]> signedContent(String token) {
        if (token == null || token.length() > TEXT_LENGTH_MAX) {
            return Optional.empty();
        }
        byte[] signed;
        try {
            signed = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (signed.length != CONTENT_BYTES + SIGNATURE_BYTES) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOf(signed, CONTENT_BYTES);
        boolean ours = MessageDigest.isEqual(signature(content), Arrays.copyOfRange(signed, CONTENT_BYTES, signed.length));
        return ours && content[0] == VERSION ? Optional.of(content) : Optional.empty();
    }

    private static HlsSession session(byte[] content) {
        ByteBuffer in = ByteBuffer.wrap(content, 1, CONTENT_BYTES - 1);
        StreamId stream = new StreamId(in.getLong());
        HlsSession.Mode mode = HlsSession.Mode.values()[in.get()];
        HlsSession.Discontinuities discontinuities = HlsSession.Discontinuities.values()[in.get()];
        FragmentRange.Clock clock = FragmentRange.Clock.values()[in.get()];
        boolean showsTimes = in.get() != 0;
        FragmentRange range = new FragmentRange(clock, in.getLong(), in.getLong());
        return new HlsSession(stream, mode, range, new FragmentNumber(in.getLong()), discontinuities, showsTimes, in.getInt(), in.getLong(),
                in.getLong());
    }

    private byte[] signature(byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
