package io.frostglass.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Finds in PEM files what would else show at the first connection only: a key of another certificate, a chain in a
/// wrong order, and certificates that have ended.
final class PemReader {

    private final InstantSource clock;

    PemReader(InstantSource clock) {
        this.clock = clock;
    }

    /// A certificate with its key.
    ///
    /// @param chain the certificate, followed by those of its issuers
    record Own(List<X509Certificate> chain, PrivateKey key) {

        Instant expires() {
            return chain.getFirst().getNotAfter().toInstant();
        }

        @Override
        public String toString() {
            return "Own[" + chain.size() + " certificates]";
        }
    }

    /// @throws InvalidTlsFiles if the two files cannot be used together now
    Own own(PemFile certificateFile, PemFile keyFile) {
        List<X509Certificate> chain = certificateFile.certificates();
        X509Certificate first = chain.getFirst();
        checkTime(certificateFile, first);
        PrivateKey key = keyFile.key(first.getPublicKey());
        if (!PemFile.belongTogether(first, key)) {
            boolean ofAnother = chain.stream().anyMatch(it -> PemFile.belongTogether(it, key));
            throw certificateFile.invalid(
                    ofAnother
                            ? "the certificate of " + keyFile.path() + " must come first"
                            : "does not match the key in " + keyFile.path());
        }
        checkOrder(certificateFile, chain);
        return new Own(chain, key);
    }

    /// @return those that have not ended
    /// @throws InvalidTlsFiles if there is none
    List<X509Certificate> authorities(PemFile file) {
        List<X509Certificate> all = file.certificates();
        List<X509Certificate> valid = all.stream()
                .filter(it -> it.getNotAfter().toInstant().isAfter(clock.instant()))
                .toList();
        if (valid.isEmpty()) {
            throw file.invalid("ended " + all.getFirst().getNotAfter().toInstant());
        }
        return valid;
    }

    private void checkTime(PemFile file, X509Certificate certificate) {
        Instant now = clock.instant();
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isAfter(end)) {
            throw file.invalid("ended " + end);
        }
        if (now.isBefore(begin)) {
            throw file.invalid("begins only " + begin);
        }
    }

    /// As RFC 8446, section 4.4.2, asks for: each certificate certifies the one before it.
    private static void checkOrder(PemFile file, List<X509Certificate> chain) {
        for (int i = 1; i < chain.size(); i++) {
            try {
                chain.get(i - 1).verify(chain.get(i).getPublicKey());
            } catch (GeneralSecurityException e) {
                throw file.invalid("certificate " + (i + 1) + " did not issue certificate " + i
                        + ": each must be followed by its issuer's");
            }
        }
    }
}
