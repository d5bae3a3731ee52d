/// Commands for operators. They have no embedded broker and no application on their class path.
///
/// Start reading at [io.frostglass.admin.AdminMain].
@NullMarked
package io.frostglass.admin;

import org.jspecify.annotations.NullMarked;
