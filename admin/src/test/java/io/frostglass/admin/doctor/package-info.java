/// `frostglass doctor`: looks at a cluster and at folders of secrets, changes nothing, and says what deviates.
@NullMarked
package io.frostglass.admin.doctor;

import org.jspecify.annotations.NullMarked;
