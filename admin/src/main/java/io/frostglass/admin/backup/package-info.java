/// Backup and restore of what an installation cannot make anew: configuration topics, the audit log, schemas, offsets.
@NullMarked
package io.frostglass.admin.backup;

import org.jspecify.annotations.NullMarked;
