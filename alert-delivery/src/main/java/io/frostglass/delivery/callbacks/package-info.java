/// What receivers say back: that somebody has acknowledged or resolved an incident.
@NullMarked
package io.frostglass.delivery.callbacks;

import org.jspecify.annotations.NullMarked;
