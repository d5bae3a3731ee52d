/// What agents and systems speak to over HTTP: thin, all decisions are made elsewhere.
///
/// Start reading at [io.frostglass.gateway.http.GatewayHandler].
@NullMarked
package io.frostglass.gateway.http;

import org.jspecify.annotations.NullMarked;
