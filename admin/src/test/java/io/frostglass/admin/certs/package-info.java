@NullMarked
package io.frostglass.admin.certs;

import org.jspecify.annotations.NullMarked;
