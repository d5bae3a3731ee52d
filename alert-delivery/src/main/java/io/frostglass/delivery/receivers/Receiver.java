package io.frostglass.delivery.receivers;

/// A receiver of alerts over HTTP. All of it comes from the receivers file and nothing from an event: a camera cannot
/// choose the address or the headers of a request.
///
/// @param name as in rules, logs, metrics and topics
public record Receiver(String name, ReceiverApi api) {}
