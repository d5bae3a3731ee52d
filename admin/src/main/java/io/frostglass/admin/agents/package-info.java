/// Agents, for people: pausing them, how far they count, and how they did beside the rules.
@NullMarked
package io.frostglass.admin.agents;

import org.jspecify.annotations.NullMarked;
