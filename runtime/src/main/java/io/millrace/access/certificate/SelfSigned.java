package io.millrace.access.certificate;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes a certificate that vouches for itself: X.509 version 3 (RFC 5280), a key on P-256, signed with ECDSA and SHA-256, for servers
 * only, no authority: who trusts it trusts this one server. The JDK reads certificates and makes none.
 */
final class SelfSigned {

    static final Duration VALID = Duration.ofDays(3650);
    private static final Duration CLOCK_SLACK = Duration.ofDays(1);
    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2", COMMON_NAME = "2.5.4.3", SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String SUBJECT_KEY = "2.5.29.14", KEY_USAGE = "2.5.29.15", SUBJECT_NAMES = "2.5.29.17", CONSTRAINTS = "2.5.29.19",
            EXTENDED_USAGE = "2.5.29.37";
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final int VERSION_3 = 2, DNS_NAME = 2, IP_ADDRESS = 7, SERIAL_BITS = 126, EXTENSIONS = 3;
    private static final int UNUSED_OF_DIGITAL_SIGNATURE = 7, PEM_LINE = 64;
    private static final byte[] DIGITAL_SIGNATURE = {(byte) 0x80};

    private SelfSigned() {
    }

    /** A certificate for those names and numeric addresses. */
    static ServerCertificate make(List<String> names, Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            byte[] body = body(names, keys.getPublic().getEncoded(), now);
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(body);
            byte[] certificate = Der.sequence(body, algorithm(), Der.bits(0, signature.sign()));
            return new ServerCertificate(pem("CERTIFICATE", certificate), pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("no elliptic curves", impossible);
        }
    }

    private static byte[] body(List<String> names, byte[] publicKey, Instant now) throws GeneralSecurityException {
        byte[] name = Der.sequence(Der.set(Der.sequence(Der.identifier(COMMON_NAME), Der.text("Millrace " + names.getFirst()))));
        byte[] serial = Der.integer(new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS));
        byte[] validity = Der.sequence(Der.time(now.minus(CLOCK_SLACK)), Der.time(now.plus(VALID)));
        byte[] extensions = Der.sequence(
                extension(SUBJECT_KEY, false, Der.octets(MessageDigest.getInstance("SHA-1").digest(publicKey))),
                extension(KEY_USAGE, true, Der.bits(UNUSED_OF_DIGITAL_SIGNATURE, DIGITAL_SIGNATURE)),
                extension(SUBJECT_NAMES, false, Der.sequence(names.stream().map(SelfSigned::subjectName).toArray(byte[][]::new))),
                extension(CONSTRAINTS, true, Der.sequence()),
                extension(EXTENDED_USAGE, false, Der.sequence(Der.identifier(SERVER_AUTH))));
        return Der.sequence(Der.tagged(0, Der.integer(BigInteger.valueOf(VERSION_3))), serial, algorithm(), name, validity, name, publicKey,
                Der.tagged(EXTENSIONS, extensions));
    }

    private static byte[] algorithm() {
        return Der.sequence(Der.identifier(ECDSA_WITH_SHA256));
    }

    private static byte[] extension(String identifier, boolean critical, byte[] value) {
        return critical ? Der.sequence(Der.identifier(identifier), Der.yes(), Der.octets(value)) : Der.sequence(Der.identifier(identifier), Der.octets(value));
    }

    private static byte[] subjectName(String name) {
        if (!ADDRESS.matcher(name).matches()) {
            return Der.implicit(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII));
        }
        try {
            return Der.implicit(IP_ADDRESS, InetAddress.getByName(name).getAddress());
        } catch (UnknownHostException wrong) {
            throw new IllegalArgumentException("not an address: " + name, wrong);
        }
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type + "-----\n";
    }
}
