package io.frostglass.admin.backup;

import java.io.IOException;

/// A backup cannot be used: it is damaged, incomplete, or sealed with another key. The message names the file.
public final class BackupDamaged extends IOException {

    private static final long serialVersionUID = 1;

    BackupDamaged(String message) {
        super(message);
    }

    BackupDamaged(String message, Throwable cause) {
        super(message, cause);
    }
}
