package io.frostglass.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.200, true",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, ::ffff:192.0.2.1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false"
    })
    void knowsWhatARangeHolds(String range, String address, boolean held) throws InvalidValue {
        assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(held);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0/8, true",
        "192.0.2.1, 192.0.2.1/32, true",
        "2001:db8::/32, 2001:0db8:0::/32, true",
        "10.0.0.0/8, 10.0.0.0/9, false",
        "10.0.0.0/8, 11.0.0.0/8, false",
        "0.0.0.0/0, ::/0, false"
    })
    void isTheSameAsAnotherThatHoldsTheSame(String one, String other, boolean same) throws InvalidValue {
        var range = AddressRange.parse(one);

        assertThat(range.equals(AddressRange.parse(other))).isEqualTo(same);
        assertThat(range.hashCode() == AddressRange.parse(other).hashCode()).isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.1/8",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "example.org",
                "10",
                "10.1",
                "::/129"
            })
    void refusesWhatIsNoRange(String text) {
        assertThat(catchThrowableOfType(InvalidValue.class, () -> AddressRange.parse(text)))
                .isNotNull();
    }
}
