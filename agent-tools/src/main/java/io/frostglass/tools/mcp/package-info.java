/// The tools over the Model Context Protocol (revisions 2024-11-05 to 2025-11-25), as a server of its Java SDK.
///
/// Start reading at [SdkServer].
@NullMarked
package io.frostglass.tools.mcp;

import org.jspecify.annotations.NullMarked;
