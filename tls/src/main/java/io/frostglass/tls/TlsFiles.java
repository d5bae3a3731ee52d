package io.frostglass.tls;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// The PEM files (RFC 7468) of one side of a connection.
///
/// @param certificate its own certificate, followed by those of its issuers; empty if it has none
/// @param key the key of the certificate, as unencrypted PKCS#8
/// @param ca the certificates of the authorities that it trusts; empty: those that the JDK trusts
public record TlsFiles(Optional<Path> certificate, Optional<Path> key, Optional<Path> ca) {

    /// The names of settings or options.
    ///
    /// @param ca names the file of the authorities
    public record Names(String certificate, String key, String ca) {}

    /// Takes the paths of the files from settings.
    ///
    /// @param value gives the value of a setting; empty or blank for none
    /// @return empty if no file is named
    /// @throws IllegalArgumentException if certificate and key are not both there
    public static Optional<TlsFiles> of(Names names, Function<String, Optional<String>> value) {
        var files = new TlsFiles(path(value, names.certificate()), path(value, names.key()), path(value, names.ca()));
        if (files.certificate.isPresent() != files.key.isPresent()) {
            throw new IllegalArgumentException(names.certificate() + " and " + names.key() + " need each other");
        }
        return files.certificate.or(files::ca).map(_ -> files);
    }

    private static Optional<Path> path(Function<String, Optional<String>> value, String name) {
        return value.apply(name).filter(text -> !text.isBlank()).map(Path::of);
    }
}
