package io.millrace.access;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/**
 * An access key: its id, which is no secret, and its secret.
 *
 * @param id     3 to 128 letters, digits, {@code _} and {@code -}
 * @param secret 16 to 256 visible ASCII characters
 */
public record AccessKey(String id, String secret) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{3,128}");
    private static final Pattern SECRET = Pattern.compile("[!-~]{16,256}");
    private static final String ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String SECRET_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int ID_LENGTH = 16, SECRET_LENGTH = 40;

    /** @throws IllegalArgumentException whose message never has the secret */
    public AccessKey {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("an access key id has 3 to 128 letters, digits, _ and -");
        }
        if (!SECRET.matcher(secret).matches()) {
            throw new IllegalArgumentException("the secret of access key " + id + " must have 16 to 256 visible ASCII characters");
        }
    }

    /** A new, unguessable key: 240 random bits of secret. */
    public static AccessKey random(String idPrefix) {
        SecureRandom random = new SecureRandom();
        return new AccessKey(idPrefix + letters(random, ID_LETTERS, ID_LENGTH), letters(random, SECRET_LETTERS, SECRET_LENGTH));
    }

    private static String letters(SecureRandom random, String alphabet, int length) {
        return random.ints(length, 0, alphabet.length())
                .collect(StringBuilder::new, (text, index) -> text.append(alphabet.charAt(index)), StringBuilder::append)
                .toString();
    }

    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
