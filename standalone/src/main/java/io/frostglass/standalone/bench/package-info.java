/// Measurements of the pipeline as it runs in production: each application in a process of its own.
@NullMarked
package io.frostglass.standalone.bench;

import org.jspecify.annotations.NullMarked;
