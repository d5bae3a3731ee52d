/// Words that are agreed on, for agents that should not find their own. Knows no HTTP and no topics.
///
/// Start reading at [io.frostglass.gateway.templates.Templates].
@NullMarked
package io.frostglass.gateway.templates;

import org.jspecify.annotations.NullMarked;
