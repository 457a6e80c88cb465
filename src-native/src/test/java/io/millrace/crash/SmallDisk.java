package io.millrace.crash;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a few megabytes in memory (tmpfs), for root only, with ballast to take room away and give it back. */
final class SmallDisk implements AutoCloseable {

    private static final int CHUNK_BYTES = 64 * 1024;

    private final Path mount;

    private SmallDisk(Path mount) {
        this.mount = mount;
    }

    /** Whether this user may mount at all; a container's root may not. */
    static boolean available(Path directory) {
        try (SmallDisk tried = mount(directory, 1)) {
            return Files.isDirectory(tried.mount);
        } catch (IOException e) {
            return false;
        }
    }

    static SmallDisk mount(Path directory, int megabytes) throws IOException {
        Files.createDirectories(directory);
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", directory.toString());
        return new SmallDisk(directory);
    }

    Path directory() {
        return mount;
    }

    /** Takes so much room away, at most all there is. */
    void load(long bytes) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (OutputStream ballast = Files.newOutputStream(ballast())) {
            for (long written = 0; written < bytes && Files.getFileStore(mount).getUsableSpace() > 0; written += CHUNK_BYTES) {
                ballast.write(chunk, 0, (int) Math.min(CHUNK_BYTES, Files.getFileStore(mount).getUsableSpace()));
            }
        }
    }

    /** Gives it back. */
    void unload() throws IOException {
        Files.delete(ballast());
    }

    @Override
    public void close() throws IOException {
        run("umount", "-l", mount.toString());
    }

    private Path ballast() {
        return mount.resolve("ballast");
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted during " + String.join(" ", command), e);
        }
    }
}
