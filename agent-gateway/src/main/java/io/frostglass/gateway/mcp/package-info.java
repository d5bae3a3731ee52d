/// The tools over the Model Context Protocol (revisions 2024-11-05 to 2025-11-25). Beside
/// `stdio.StdioMain` nothing else knows the SDK.
///
/// Start reading at [io.frostglass.gateway.mcp.SdkServer].
@NullMarked
package io.frostglass.gateway.mcp;

import org.jspecify.annotations.NullMarked;
