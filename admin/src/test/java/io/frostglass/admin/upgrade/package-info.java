@NullMarked
package io.frostglass.admin.upgrade;

import org.jspecify.annotations.NullMarked;
