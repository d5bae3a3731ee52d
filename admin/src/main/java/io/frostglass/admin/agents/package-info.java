/// Commands about agents: pauses, rollouts, and reports.
@NullMarked
package io.frostglass.admin.agents;

import org.jspecify.annotations.NullMarked;
