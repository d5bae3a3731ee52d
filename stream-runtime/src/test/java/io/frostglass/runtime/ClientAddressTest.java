package io.frostglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.settings.AddressRange;
import io.frostglass.settings.InvalidValue;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

    private static ClientAddress behind(String range) throws InvalidValue {
        return new ClientAddress(List.of(AddressRange.parse(range)));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, '192.0.2.7', 192.0.2.7",
        "10.0.0.1, '192.0.2.7:4711', 192.0.2.7",
        "10.0.0.1, '[2001:db8::7]:4711', 2001:db8::7",
        "10.0.0.1, '2001:db8::7', 2001:db8::7",
        "10.0.0.1, '192.0.2.7, 10.0.0.2', 192.0.2.7",
        "10.0.0.1, '10.9.9.9, 192.0.2.7, 10.0.0.2', 192.0.2.7",
        "203.0.113.1, '192.0.2.7', 203.0.113.1",
        "::ffff:10.0.0.1, '192.0.2.7', 192.0.2.7",
        "10.0.0.1, '10.0.0.3, 10.0.0.2', 10.0.0.3"
    })
    void believesTrustedProxiesAndNobodyElse(String peer, String forwardedFor, String address) throws InvalidValue {
        assertThat(behind("10.0.0.0/8").of(InetAddress.ofLiteral(peer), List.of(forwardedFor)))
                .hasValue(InetAddress.ofLiteral(address));
    }

    @ParameterizedTest
    @CsvSource({"unknown", "''", "'192.0.2.7, '", "example.org"})
    void doesNotGuessWhereATrustedProxySaysNothingClear(String forwardedFor) throws InvalidValue {
        assertThat(behind("10.0.0.0/8").of(InetAddress.ofLiteral("10.0.0.1"), List.of(forwardedFor)))
                .isEmpty();
    }

    @Test
    void isThePeerWhereNothingIsForwarded() throws InvalidValue {
        var peer = InetAddress.ofLiteral("10.0.0.1");

        assertThat(behind("10.0.0.0/8").of(peer, List.of())).hasValue(peer);
    }
}
