/// Delivers alerts from their topic to the receivers, outside the topology.
///
/// Start reading at [io.frostglass.escalation.delivery.DeliveryPool], then follow one alert in
/// [io.frostglass.escalation.delivery.AlertDelivery].
@NullMarked
package io.frostglass.escalation.delivery;

import org.jspecify.annotations.NullMarked;
