package io.millrace.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.clock.ManualClock;
import io.millrace.wire.WireException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignedLinksTest {

    private static final String LINK = "http://127.0.0.1:4566/2015-03-31/functions/f%3A1/code/00ff";

    @Test
    void aLinkCanBeFollowedForTenMinutesAndNowhereElse() {
        ManualClock clock = new ManualClock(1_772_366_400_123L);
        AccessKey key = AccessKey.random("MR");
        KeyRing ring = new KeyRing(List.of(key));
        SignatureVerifier verifier = new SignatureVerifier(() -> ring, "us-east-1", clock);

        URI signed = URI.create(new SignedLinks(key, "us-east-1", "lambda", clock).apply(LINK));
        HandRequest followed = HandRequest.of("GET", signed.getRawPath(), signed.getRawQuery(), Map.of("Host", signed.getRawAuthority()), "");

        assertThat(signed.toString()).startsWith(LINK + "?").doesNotContain(key.secret());
        assertThat(followed.verifiedBy(verifier, Optional.of("lambda"), 1)).isEmpty();
        assertThatThrownBy(() -> followed.withMethod("DELETE").verifiedBy(verifier, Optional.of("lambda"), 1)).isInstanceOf(WireException.class);
        assertThatThrownBy(() -> followed.withPath(followed.path() + "00").verifiedBy(verifier, Optional.of("lambda"), 1)).isInstanceOf(WireException.class);
        clock.advance(Duration.ofMinutes(10));
        assertThatThrownBy(() -> followed.verifiedBy(verifier, Optional.of("lambda"), 1)).hasMessageContaining("Signature expired");
    }
}
