/// The receivers of alerts, as the receivers file describes them.
@NullMarked
package io.frostglass.delivery.receivers;

import org.jspecify.annotations.NullMarked;
