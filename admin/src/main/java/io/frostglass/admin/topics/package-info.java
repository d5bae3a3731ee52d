/// Topics, ACLs and schemas of a cluster, for people.
@NullMarked
package io.frostglass.admin.topics;

import org.jspecify.annotations.NullMarked;
