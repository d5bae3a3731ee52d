package io.frostglass.settings;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A range of IP addresses in CIDR notation ([RFC 4632](https://www.rfc-editor.org/rfc/rfc4632)), such as
/// `192.0.2.0/24` or `2001:db8::/32`. An address alone is a range of one. Host names are not allowed.
public final class AddressRange {

    /// An IPv4 address must have four numbers: the JDK reads `10` as `0.0.0.10`.
    private static final Pattern LITERAL = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+|.*:.*");

    private final byte[] address;
    private final int bits;

    private AddressRange(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /// Reads a range or an address.
    ///
    /// @throws InvalidValue for other text, and for a range with bits set beyond its prefix
    public static AddressRange parse(String text) throws InvalidValue {
        int slash = text.indexOf('/');
        try {
            byte[] address = literal(slash < 0 ? text : text.substring(0, slash));
            int width = address.length * 8;
            int bits = slash < 0 ? width : prefix(text.substring(slash + 1), width);
            if (Arrays.equals(mask(address, bits), address)) {
                return new AddressRange(address, bits);
            }
        } catch (IllegalArgumentException e) {
            // Reported below, without the text.
        }
        throw new InvalidValue("must be an IP address or a range such as 192.0.2.0/24 or 2001:db8::/32");
    }

    /// Whether the range contains the address. An IPv4 address that is mapped into IPv6 counts as IPv4.
    public boolean contains(InetAddress other) {
        byte[] bytes = other.getAddress();
        return bytes.length == address.length && Arrays.equals(mask(bytes, bits), address);
    }

    private static byte[] literal(String text) {
        if (!LITERAL.matcher(text).matches()) {
            throw new IllegalArgumentException("address");
        }
        return InetAddress.ofLiteral(text).getAddress();
    }

    private static int prefix(String text, int width) {
        int bits = Integer.parseInt(text);
        if (bits < 0 || bits > width || text.charAt(0) == '+') {
            throw new IllegalArgumentException("prefix length");
        }
        return bits;
    }

    private static byte[] mask(byte[] address, int bits) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.clamp(bits - i * 8L, 0, 8);
            masked[i] &= (byte) (0xff00 >> kept);
        }
        return masked;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AddressRange range && range.bits == bits && Arrays.equals(range.address, address);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(address) + bits;
    }

    @Override
    public String toString() {
        return "[address range]";
    }
}
