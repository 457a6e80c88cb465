package io.millrace.stream.log.block;

/** When an append is answered and its entries become readable. */
public enum Durability {
    /** When its bytes are forced to the disk. A power cut loses nothing that was acknowledged. */
    FSYNC,
    /** When its bytes are written to the operating system. A power cut may lose what was acknowledged last; kill -9 does not. */
    OS
}
