@NullMarked
package io.frostglass.gateway.report;

import org.jspecify.annotations.NullMarked;
