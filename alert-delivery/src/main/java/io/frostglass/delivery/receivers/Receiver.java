package io.frostglass.delivery.receivers;

import io.frostglass.delivery.callbacks.CallbackApi;
import java.util.Optional;

/// A receiver of alerts over HTTP. All of it comes from the receivers file and nothing from an event: a camera cannot
/// choose the address or the headers of a request.
///
/// @param name as in rules, logs, metrics and topics
/// @param callbacks how it says back what people have done with an incident; empty if it does not
public record Receiver(String name, ReceiverApi api, Optional<CallbackApi> callbacks) {}
