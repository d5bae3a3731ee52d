package io.frostglass.ingest;

import io.frostglass.cameras.AddressRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/// Where a request comes from. `X-Forwarded-For` counts only from a proxy that is trusted, and only back to the first
/// address that is none: everything to the left of it the sender may have made up.
final class ClientAddress {

    private final List<AddressRange> trusted;

    ClientAddress(List<AddressRange> trusted) {
        this.trusted = trusted;
    }

    InetAddress of(Request request) {
        InetAddress peer = request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress socket
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
        return of(peer, request.getHeaders().getValuesList(HttpHeader.X_FORWARDED_FOR));
    }

    /// Walks from the peer towards the sender.
    InetAddress of(InetAddress peer, List<String> forwardedFor) {
        var hops = new ArrayList<String>();
        forwardedFor.forEach(value -> hops.addAll(Arrays.asList(value.split(",", -1))));
        InetAddress address = peer;
        for (String hop : hops.reversed()) {
            Optional<InetAddress> before = literal(hop.strip());
            if (!isTrusted(address) || before.isEmpty()) {
                return address;
            }
            address = before.get();
        }
        return address;
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    /// Never looks up a name.
    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
