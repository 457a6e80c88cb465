package io.millrace.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes zips as Unix tools make them, with modes. */
public final class ProgramZip {

    private static final int HEADER = 0x02014b50, MADE_BY_SYSTEM = 5, MODE = 40, UNIX = 3;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(bytes);
    private final List<Integer> modes = new ArrayList<>();

    /** @param mode with its type, e.g. 0100755 */
    public ProgramZip add(String name, byte[] content, int mode) {
        try {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        modes.add(mode);
        return this;
    }

    /** The archive; nothing is added after that. */
    public byte[] bytes() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] archive = bytes.toByteArray();
        ByteBuffer view = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        int entry = 0;
        for (int at = 0; at + MODE < archive.length && entry < modes.size(); at++) {
            if (view.getInt(at) == HEADER) {
                archive[at + MADE_BY_SYSTEM] = UNIX;
                view.putShort(at + MODE, modes.get(entry++).shortValue());
            }
        }
        return archive;
    }
}
