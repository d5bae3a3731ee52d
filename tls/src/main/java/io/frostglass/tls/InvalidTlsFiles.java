package io.frostglass.tls;

import java.nio.file.Path;

/// A PEM file cannot be used. The message names the file and the reason, and repeats no content.
public final class InvalidTlsFiles extends RuntimeException {

    InvalidTlsFiles(Path file, String reason) {
        super(file + ": " + reason);
    }
}
