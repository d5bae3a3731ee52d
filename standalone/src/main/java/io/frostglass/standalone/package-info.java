/// All of Frostglass on one machine: broker, registry, applications, simulated cameras and a receiver. For
/// demonstrations, tests and measurements; the only module that knows every application.
///
/// Start reading at [io.frostglass.standalone.Demo].
@NullMarked
package io.frostglass.standalone;

import org.jspecify.annotations.NullMarked;
