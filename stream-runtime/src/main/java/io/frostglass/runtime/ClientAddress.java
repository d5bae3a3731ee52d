package io.frostglass.runtime;

import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;

import io.frostglass.settings.AddressRange;
import io.frostglass.settings.InvalidValue;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/// Finds the address of a request's sender. `X-Forwarded-For` counts only from a trusted proxy, and only back to the
/// first address that is not a trusted proxy: the sender may have invented everything to its left. `Forwarded` (RFC
/// 7239) is ignored: a proxy that writes one of the two headers passes on the other as the sender wrote it.
public final class ClientAddress {

    /// The setting that names the proxies.
    public static final String TRUSTED_PROXIES = "trusted.proxies";

    /// Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`.
    private static final Pattern HOP = Pattern.compile("\\[([^]]+)](?::\\d+)?|([^:]+)(?::\\d+)?|(.+)");

    private final List<AddressRange> trusted;

    /// @param trusted addresses of proxies
    public ClientAddress(List<AddressRange> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    public static ConfigDef define(ConfigDef definition) {
        return definition.define(
                TRUSTED_PROXIES,
                LIST,
                "",
                MEDIUM,
                "Addresses of trusted proxies, as CIDR ranges. Only their X-Forwarded-For counts.");
    }

    /// @throws ConfigException if the setting is wrong
    public static ClientAddress of(ApplicationSettings settings) {
        return new ClientAddress(settings.list(TRUSTED_PROXIES).stream()
                .map(ClientAddress::range)
                .toList());
    }

    private static AddressRange range(String text) {
        try {
            return AddressRange.parse(text);
        } catch (InvalidValue e) {
            throw new ConfigException(TRUSTED_PROXIES + ": " + e.getMessage());
        }
    }

    /// The sender's address; empty if a trusted proxy sends a value that is not an address.
    public Optional<InetAddress> of(Request request) {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress peer
                ? of(peer.getAddress(), request.getHeaders().getValuesList(HttpHeader.X_FORWARDED_FOR))
                : Optional.empty();
    }

    Optional<InetAddress> of(InetAddress peer, List<String> forwardedFor) {
        var hops = new ArrayList<String>();
        forwardedFor.forEach(value -> hops.addAll(Arrays.asList(value.split(",", -1))));
        Optional<InetAddress> address = Optional.of(peer);
        for (String hop : hops.reversed()) {
            if (address.isEmpty() || !isTrusted(address.get())) {
                return address;
            }
            address = literal(hop.strip());
        }
        return address;
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    /// Parses an address; never looks up a name.
    private static Optional<InetAddress> literal(String hop) {
        var matcher = HOP.matcher(hop);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String bracketed = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        try {
            return Optional.of(InetAddress.ofLiteral(bracketed == null ? hop : bracketed));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
