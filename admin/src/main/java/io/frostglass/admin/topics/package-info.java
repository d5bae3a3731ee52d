/// Commands about topics, ACLs and schemas of a cluster.
@NullMarked
package io.frostglass.admin.topics;

import org.jspecify.annotations.NullMarked;
