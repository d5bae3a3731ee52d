@NullMarked
package io.frostglass.admin.backup;

import org.jspecify.annotations.NullMarked;
