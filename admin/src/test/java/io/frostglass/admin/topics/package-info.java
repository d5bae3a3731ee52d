@NullMarked
package io.frostglass.admin.topics;

import org.jspecify.annotations.NullMarked;
