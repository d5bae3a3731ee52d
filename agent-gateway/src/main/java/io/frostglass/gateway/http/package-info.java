/// HTTP: thin handlers. All decisions are made elsewhere.
///
/// Start reading at [GatewayHandler].
@NullMarked
package io.frostglass.gateway.http;

import org.jspecify.annotations.NullMarked;
