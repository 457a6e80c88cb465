package io.millrace.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginRulesTest {

    private final OriginGuard guard = new OriginGuard(Set.of("mill.example"));

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "127.0.0.1,-,-,true", "LOCALHOST,-,-,true", "[::1],-,-,true", "kinesis.localhost,-,-,true", "mill.example,-,-,true",
        "-,-,-,false", "evil.example,-,-,false", "127.0.0.1.evil.example,-,-,false", "localhost.evil.example,-,-,false",
        "10.0.0.1,-,-,false", "127.0.0.1,http://localhost:3000,-,true", "127.0.0.1,https://evil.example,-,false", "127.0.0.1,null,-,false",
        "127.0.0.1,http://evil.example@localhost.evil.example,-,false", "127.0.0.1,-,cross-site,false", "127.0.0.1,-,same-origin,true"})
    void passes(String host, String origin, String fetchSite, boolean admitted) {
        assertThat(guard.admits(host, origin, fetchSite)).isEqualTo(admitted);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "10.0.0.1,-,true", "[fd00::1],-,true", "127.0.0.1,-,true", "mill.example,-,true", "evil.example,-,false", "10.0.0.1.evil.example,-,false",
        "10.0.0.1,http://10.0.0.1,false", "10.0.0.1,http://6.6.6.6,false", "10.0.0.1,http://mill.example,true", "1.2.3,-,false", "fd00,-,false"})
    void aServerThatOthersReachIsCalledByAnyAddress(String host, String origin, boolean admitted) {
        assertThat(new OriginGuard(Set.of("mill.example"), true).admits(host, origin, null)).isEqualTo(admitted);
    }
}
