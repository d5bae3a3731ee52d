/// What agents can do, as tools: named, described, with strict arguments and answers that say what to do next. Knows no
/// protocol.
///
/// Start reading at [io.frostglass.gateway.tools.Toolbox].
@NullMarked
package io.frostglass.gateway.tools;

import org.jspecify.annotations.NullMarked;
