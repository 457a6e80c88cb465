package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.millrace.access.AccessSettings;
import io.millrace.access.PathRule;
import io.millrace.access.PathRule.Guard;
import io.millrace.access.PathRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

    private static final AccessSettings KEYED = new AccessSettings(Optional.empty(), List.of("AKID:0123456789abcdef"), Set.of(), false);

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.1.2.3", "192.168.0.1"})
    void leavingThisMachineTakesKeysOrAWordAloud(String host) {
        assertThatThrownBy(() -> Access.checkReach(host, false, false)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(host).hasMessageContaining("access keys").hasMessageContaining("--insecure-bind").hasMessageNotContaining("\n");
        assertThatCode(() -> Access.checkReach(host, true, false)).doesNotThrowAnyException();
        assertThatCode(() -> Access.checkReach(host, false, true)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
    void loopbackTakesNeither(String host) {
        assertThatCode(() -> Access.checkReach(host, false, false)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"/q/health, OPEN, -", "/q/health/live, OPEN, -", "/q/health/ready, OPEN, -", "/q/metrics, SIGNED, -", "/q/healthy, SIGNED, -",
        "/2015-03-31/functions, SIGNED, lambda", "/2021-10-31/functions/f/url, SIGNED, lambda", "/putMedia, SIGNED_HEAD, kinesisvideo",
        "/describeStream, SIGNED, kinesisvideo", "/hls/v1/getHLSMasterPlaylist.m3u8, OPEN, -", "/hls/v1/../x, SIGNED, -", "/, SIGNED, -"})
    void everyPathHasItsGuard(String path, Guard guard, String service) {
        PathRule rule = new PathRules(Access.rules(KEYED)).of(path, path);

        assertThat(rule.guard()).isEqualTo(guard);
        assertThat(rule.service().orElse("-")).isEqualTo(service);
    }

    @Test
    void aPathInAnotherFormIsNotOpen() {
        PathRules rules = new PathRules(Access.rules(KEYED));

        assertThat(rules.of("/q/x/../health", "/q/health").guard()).isEqualTo(Guard.SIGNED);
        assertThat(rules.of("/q/%68ealth", "/q/health").guard()).isEqualTo(Guard.SIGNED);
        assertThat(rules.of("//putMedia", "/putMedia").guard()).isEqualTo(Guard.SIGNED);
    }

    @Test
    void metricsAreToldToAllWhenThatIsSet() {
        AccessSettings open = new AccessSettings(Optional.empty(), KEYED.keys(), Set.of(), true);

        assertThat(new PathRules(Access.rules(open)).of("/q/metrics", "/q/metrics").guard()).isEqualTo(Guard.OPEN);
    }
}
