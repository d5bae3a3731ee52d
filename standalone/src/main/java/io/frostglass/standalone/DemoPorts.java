package io.frostglass.standalone;

/// The ports of an installation, all on 127.0.0.1 and moved together by the base.
///
/// @param base port of ingest; 1024 to 64000
public record DemoPorts(int base) {

    public DemoPorts {
        if (base < 1024 || base > 64_000) {
            throw new IllegalArgumentException("the port base must be 1024 to 64000");
        }
    }

    int registry() {
        return base + 5;
    }

    /// The port of the receiver of alerts.
    public int receiver() {
        return base + 6;
    }

    int broker() {
        return base + 1012;
    }
}
