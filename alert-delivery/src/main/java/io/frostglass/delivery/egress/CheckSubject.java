package io.frostglass.delivery.egress;

import io.frostglass.alerts.Escalation;
import io.frostglass.delivery.receivers.AlertLinks;
import io.frostglass.delivery.receivers.ReceiverApi;

/// What a request is checked against.
///
/// @param alert that it was made of
/// @param links that it may have
record CheckSubject(ReceiverApi api, Escalation alert, AlertLinks links) {}
