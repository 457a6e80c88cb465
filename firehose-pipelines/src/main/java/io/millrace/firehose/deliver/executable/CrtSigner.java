package io.millrace.firehose.deliver.executable;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import software.amazon.awssdk.http.auth.aws.crt.internal.signer.DefaultAwsCrtV4aHttpSigner;

/** CRT's signer of Signature Version 4A, which buckets behind multi-region access points would need; without CRT the SDK refuses it too. */
@TargetClass(className = "software.amazon.awssdk.http.auth.aws.internal.signer.util.OptionalDependencyLoaderUtil")
final class CrtSigner {

    private CrtSigner() {
    }

    @Substitute
    public static DefaultAwsCrtV4aHttpSigner getDefaultAwsCrtV4aHttpSigner() {
        throw new UnsupportedOperationException("Signature Version 4A needs the AWS CRT, which is not part of the executable");
    }
}
