@NullMarked
package io.frostglass.admin.agents;

import org.jspecify.annotations.NullMarked;
