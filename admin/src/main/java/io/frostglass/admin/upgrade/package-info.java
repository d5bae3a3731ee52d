/// `frostglass upgrade`: the group of an application is made anew, for a version with another topology.
@NullMarked
package io.frostglass.admin.upgrade;

import org.jspecify.annotations.NullMarked;
