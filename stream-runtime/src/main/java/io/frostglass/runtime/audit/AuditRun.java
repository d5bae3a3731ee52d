package io.frostglass.runtime.audit;

import io.frostglass.audit.AuditEntry;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Numbers the entries of one run of a writer: 1, 2, 3 and so on. A reader that finds 1 and 3 knows that 2 is missing.
///
/// Only durable entries may be followed by others. So a run ends when it is not known whether its last entries are
/// durable, as after a failed transaction; the next run has an id of its own. Not for several threads.
final class AuditRun {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String id = HexFormat.of().toHexDigits(RANDOM.nextLong());
    private long last;

    AuditEntry number(AuditEntry entry) {
        last++;
        return AuditEntry.newBuilder(entry).setRunId(id).setSequence(last).build();
    }
}
