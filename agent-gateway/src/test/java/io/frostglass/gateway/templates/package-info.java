@NullMarked
package io.frostglass.gateway.templates;

import org.jspecify.annotations.NullMarked;
