package io.millrace.access.certificate;

import io.millrace.clock.Clock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a TLS server shows and what it proves it with.
 *
 * @param chain PEM: the server's certificate, then those that vouch for it, if there are any
 * @param key   PEM: its private key in PKCS#8 ({@code BEGIN PRIVATE KEY}), RSA or EC, not encrypted
 */
public record ServerCertificate(String chain, String key) {

    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final int PEM_BYTES_MAX = 1024 * 1024;
    private static final String CHAIN_FILE = "certificate.pem", KEY_FILE = "key.pem";
    private static final byte[] SAMPLE = "millrace".getBytes(StandardCharsets.US_ASCII);

    /** @throws IllegalArgumentException when they cannot be read or are not a pair; never with the key in its message */
    public ServerCertificate {
        X509Certificate certificate = leaf(chain);
        Matcher found = KEY.matcher(key);
        if (!found.find()) {
            throw new IllegalArgumentException("there is no unencrypted PKCS#8 key (BEGIN PRIVATE KEY) in it");
        }
        if (!isPair(certificate, found.group(1))) {
            throw new IllegalArgumentException("the private key is not that of the certificate");
        }
    }

    /**
     * Reads the operator's; blocks.
     *
     * @throws IllegalArgumentException when it cannot be used
     */
    public static ServerCertificate read(Path chain, Path key) throws IOException {
        return new ServerCertificate(text(chain), text(key));
    }

    /**
     * The one in a directory. Where there is none one is made: self-signed, valid for ten years, the files readable by their owner
     * only. Blocks.
     *
     * @param names the host names and numeric addresses a new one is for
     */
    public static ServerCertificate in(Path directory, List<String> names, Clock clock) throws IOException {
        Path chain = directory.resolve(CHAIN_FILE), key = directory.resolve(KEY_FILE);
        if (!Files.exists(chain)) {
            ServerCertificate made = SelfSigned.make(names, Instant.ofEpochMilli(clock.millis()));
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            write(key, made.key());
            write(chain, made.chain());
        }
        return read(chain, key);
    }

    /** Where {@link #in} keeps the certificate, for clients to trust. */
    public static Path chainIn(Path directory) {
        return directory.resolve(CHAIN_FILE);
    }

    /** Where {@link #in} keeps the key. */
    public static Path keyIn(Path directory) {
        return directory.resolve(KEY_FILE);
    }

    /** When it ends to be valid. */
    public Instant validUntil() {
        return leaf(chain).getNotAfter().toInstant();
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > PEM_BYTES_MAX) {
            throw new IOException(file + " is longer than " + PEM_BYTES_MAX + " bytes");
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static void write(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            out.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static X509Certificate leaf(String chain) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(chain.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalArgumentException("there is no X.509 certificate (BEGIN CERTIFICATE) in it", unreadable);
        }
    }

    private static boolean isPair(X509Certificate certificate, String base64) {
        String algorithm = certificate.getPublicKey().getAlgorithm();
        try {
            PrivateKey privateKey = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
            Signature signature = Signature.getInstance("SHA256with" + (algorithm.equals("EC") ? "ECDSA" : algorithm));
            signature.initSign(privateKey);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException | IllegalArgumentException otherKind) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "ServerCertificate[until " + validUntil() + "]";
    }
}
