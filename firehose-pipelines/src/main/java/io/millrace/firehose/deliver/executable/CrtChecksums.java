package io.millrace.firehose.deliver.executable;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;

/** Checksums of CRT: the SDK asks for CRC32C elsewhere when this one is null, the others nobody can have. */
@TargetClass(className = "software.amazon.awssdk.checksums.internal.ChecksumProvider")
final class CrtChecksums {

    private CrtChecksums() {
    }

    @Substitute
    static SdkChecksum createCrtCrc32C() {
        return null;
    }

    @Substitute
    static SdkChecksum crc64NvmeCrtImplementation() {
        throw new UnsupportedOperationException("CRC64NVME needs the AWS CRT, which is not part of the executable");
    }

    @Substitute
    static SdkChecksum crtXxHash(ChecksumAlgorithm algorithm) {
        throw new UnsupportedOperationException(algorithm.algorithmId() + " needs the AWS CRT, which is not part of the executable");
    }
}
