package io.frostglass.delivery.egress;

/// Why a request may not leave. It never holds the content.
///
/// @param check the check that found something: `field`, `id`, `value`, `picture`, or one of the guard's
/// @param kind a fixed word
public record EgressFinding(String check, String kind) {

    /// A word for logs and the audit log, such as `network:address`.
    public String code() {
        return check + ":" + kind;
    }
}
