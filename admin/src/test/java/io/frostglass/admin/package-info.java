@NullMarked
package io.frostglass.admin;

import org.jspecify.annotations.NullMarked;
