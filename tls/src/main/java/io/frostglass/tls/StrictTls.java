package io.frostglass.tls;

import java.util.List;
import javax.net.ssl.SSLParameters;

/// What all servers and clients speak: TLS 1.2 and 1.3, and only cipher suites that authenticate what they encrypt
/// (AEAD) and whose sessions stay secret when a private key gets known later (forward secrecy). These are the
/// recommendations of RFC 9325, section 4.2.
public final class StrictTls {

    /// The best first.
    public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /// The best first.
    public static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private StrictTls() {}

    /// New parameters, for an engine or an HTTP client.
    public static SSLParameters parameters() {
        return new SSLParameters(CIPHER_SUITES.toArray(String[]::new), PROTOCOLS.toArray(String[]::new));
    }
}
