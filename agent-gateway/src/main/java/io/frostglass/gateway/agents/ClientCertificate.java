package io.frostglass.gateway.agents;

import io.frostglass.settings.Sha256;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A client certificate. TLS has checked its signature, and that the client holds its key.
///
/// @param fingerprint SHA-256 of the certificate (DER), in small hex digits
/// @param names DNS names, small, and URIs of its subject alternative names (RFC 5280, section 4.2.1.6); never its
///     subject, which may hold any text
public record ClientCertificate(String fingerprint, Set<String> names) {

    private static final int DNS = 2;
    private static final int URI = 6;

    public ClientCertificate {
        names = Set.copyOf(names);
    }

    /// Empty if the certificate cannot be read.
    public static Optional<ClientCertificate> of(X509Certificate certificate) {
        try {
            return Optional.of(new ClientCertificate(Sha256.hex(certificate.getEncoded()), namesOf(certificate)));
        } catch (CertificateEncodingException | CertificateParsingException e) {
            return Optional.empty();
        }
    }

    private static Set<String> namesOf(X509Certificate certificate) throws CertificateParsingException {
        var names = new HashSet<String>();
        Collection<List<?>> given = certificate.getSubjectAlternativeNames();
        for (List<?> name : given == null ? List.<List<?>>of() : given) {
            if (name.get(0) instanceof Integer type && name.get(1) instanceof String text) {
                switch (type) {
                    case DNS -> names.add(text.toLowerCase(Locale.ROOT));
                    case URI -> names.add(text);
                    default -> {}
                }
            }
        }
        return names;
    }
}
