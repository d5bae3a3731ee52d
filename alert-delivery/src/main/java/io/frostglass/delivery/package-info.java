/// Delivers alerts from their topic to the receivers.
///
/// Start reading at [io.frostglass.delivery.DeliveryPool], then follow one alert in
/// [io.frostglass.delivery.AlertDelivery].
@NullMarked
package io.frostglass.delivery;

import org.jspecify.annotations.NullMarked;
