package io.millrace.clients;

import java.net.URI;
import java.nio.file.Path;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.ProtocolNegotiation;
import software.amazon.awssdk.http.TlsTrustManagersProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * The AWS SDK's clients with one key.
 *
 * @param trust where the endpoint is HTTPS: the certificate to trust
 */
record SignedClients(URI endpoint, String keyId, String secret, Path trust) {

    KinesisClient kinesis() {
        return configured(KinesisClient.builder()).httpClientBuilder(ApacheHttpClient.builder().tlsTrustManagersProvider(trustManagers())).build();
    }

    LambdaClient lambda() {
        return configured(LambdaClient.builder()).httpClientBuilder(ApacheHttpClient.builder().tlsTrustManagersProvider(trustManagers())).build();
    }

    /** HTTP/1.1, by Netty. */
    KinesisAsyncClient kinesisAsync1() {
        return configured(KinesisAsyncClient.builder())
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1).tlsTrustManagersProvider(trustManagers())).build();
    }

    /** HTTP/2: with TLS by ALPN, without it at once. */
    KinesisAsyncClient kinesisAsync2() {
        NettyNioAsyncHttpClient.Builder http = NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP2).tlsTrustManagersProvider(trustManagers());
        if (endpoint.getScheme().equals("https")) {
            http.protocolNegotiation(ProtocolNegotiation.ALPN);
        }
        return configured(KinesisAsyncClient.builder()).httpClientBuilder(http).build();
    }

    private <B extends AwsClientBuilder<B, C>, C> B configured(B builder) {
        AwsCredentialsProvider credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create(keyId, secret));
        return builder.endpointOverride(endpoint).credentialsProvider(credentials)
                .overrideConfiguration(override -> override.retryStrategy(RetryMode.STANDARD));
    }

    private TlsTrustManagersProvider trustManagers() {
        return TrustingClient.trustManagers(trust)::getTrustManagers;
    }
}
