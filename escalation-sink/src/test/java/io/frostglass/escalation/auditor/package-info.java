@NullMarked
package io.frostglass.escalation.auditor;

import org.jspecify.annotations.NullMarked;
