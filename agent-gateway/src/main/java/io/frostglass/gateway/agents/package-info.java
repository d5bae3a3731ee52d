/// The agents, their credentials, and what each may see.
@NullMarked
package io.frostglass.gateway.agents;

import org.jspecify.annotations.NullMarked;
