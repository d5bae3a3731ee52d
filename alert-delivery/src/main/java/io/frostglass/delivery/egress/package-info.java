/// The egress check: nothing leaves that the receiver's list does not allow.
@NullMarked
package io.frostglass.delivery.egress;

import org.jspecify.annotations.NullMarked;
