package io.millrace.clients;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.millrace.usage.Shell;

/** Makes certificates for localhost as an operator may have them, with the JDK's keytool; the kind is that of the key. */
enum Keytool {

    RSA("-keysize", "2048"),
    EC("-groupname", "secp384r1");

    private static final Duration MAKE = Duration.ofSeconds(60);
    private static final String PASSWORD = "password", ALIAS = "server";
    private static final int PEM_LINE = 64;

    private final List<String> size;

    Keytool(String... size) {
        this.size = List.of(size);
    }

    /** PEM files: the certificate, and its key in PKCS#8. */
    record Pair(Path chain, Path key) {

        /** Takes the place of those files; each is whole at any time. */
        void copyTo(Path chainCopy, Path keyCopy) throws IOException {
            replace(key, keyCopy);
            replace(chain, chainCopy);
        }

        private static void replace(Path source, Path copy) throws IOException {
            Files.move(Files.copy(source, copy.resolveSibling("new")), copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A new pair in files of that name. */
    Pair make(Path directory, String name) throws IOException, GeneralSecurityException {
        Path store = directory.resolve(name + ".p12");
        Shell.Result made = Shell.run(directory, Map.of(), MAKE, command(store));
        if (made.exitCode() != 0) {
            throw new IllegalStateException(made.output());
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return new Pair(pem(directory.resolve(name + ".pem"), "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()),
                pem(directory.resolve(name + "-key.pem"), "PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
    }

    private List<String> command(Path store) {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", ALIAS, "-keyalg", name(), size.get(0), size.get(1),
                "-dname", "CN=localhost", "-ext", "SAN=dns:localhost", "-validity", "30", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD);
    }

    private static Path pem(Path file, String type, byte[] content) throws IOException {
        return Files.writeString(file, "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + type + "-----\n");
    }
}
