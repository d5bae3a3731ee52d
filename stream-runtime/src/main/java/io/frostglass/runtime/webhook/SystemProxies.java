package io.frostglass.runtime.webhook;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.ProxyConfiguration;
import org.jspecify.annotations.Nullable;

/// The JVM's HTTP proxies (`http.proxyHost` and the like), which Jetty's client does not look at by itself.
final class SystemProxies extends ProxyConfiguration {

    @Override
    public @Nullable Proxy match(Origin origin) {
        var selector = ProxySelector.getDefault();
        if (selector == null) {
            return null;
        }
        return selector.select(URI.create(origin.asString())).stream()
                .filter(proxy -> proxy.type() == java.net.Proxy.Type.HTTP)
                .map(proxy -> (InetSocketAddress) proxy.address())
                .map(address -> new HttpProxy(address.getHostString(), address.getPort()))
                .findFirst()
                .orElse(null);
    }
}
