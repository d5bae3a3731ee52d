package io.frostglass.topics;

/// Confluent's wire format.
final class WireFormat {

    static final byte MAGIC = 0;
    static final int HEADER_BYTES = 1 + Integer.BYTES;

    private WireFormat() {}
}
