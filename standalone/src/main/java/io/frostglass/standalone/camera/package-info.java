/// Simulated cameras: pictures with the boxes and labels that belong to them.
@NullMarked
package io.frostglass.standalone.camera;

import org.jspecify.annotations.NullMarked;
