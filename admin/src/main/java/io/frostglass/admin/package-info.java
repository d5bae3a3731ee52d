/// The commands of operators. They need neither a broker of ours nor an application on their class path.
///
/// Start reading at [io.frostglass.admin.AdminMain].
@NullMarked
package io.frostglass.admin;

import org.jspecify.annotations.NullMarked;
