package io.frostglass.runtime.webhook;

import io.frostglass.settings.AddressRange;
import io.frostglass.settings.InvalidValue;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/// Which addresses are of the public network, by IANA's registries of special-purpose addresses (RFC 6890).
public final class PublicAddresses {

    private static final List<AddressRange> SPECIAL = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3")
            .map(PublicAddresses::range)
            .toList();

    /// Global unicast, without what leads to an IPv4 address (Teredo, 6to4) or is for documents.
    private static final AddressRange GLOBAL_V6 = range("2000::/3");

    private static final List<AddressRange> SPECIAL_V6 = Stream.of(
                    "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
            .map(PublicAddresses::range)
            .toList();

    private PublicAddresses() {}

    /// Whether an address can be reached by everybody: neither private nor of this machine or link, nor
    /// special in another way. An IPv4 address that is mapped into IPv6 counts as IPv4.
    public static boolean contain(InetAddress address) {
        return address.getAddress().length == 4
                ? SPECIAL.stream().noneMatch(range -> range.contains(address))
                : GLOBAL_V6.contains(address) && SPECIAL_V6.stream().noneMatch(range -> range.contains(address));
    }

    private static AddressRange range(String text) {
        try {
            return AddressRange.parse(text);
        } catch (InvalidValue e) {
            throw new IllegalStateException(e);
        }
    }
}
