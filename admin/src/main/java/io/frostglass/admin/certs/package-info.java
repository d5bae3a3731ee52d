/// Certificates for TLS within an installation, from an authority of its own.
@NullMarked
package io.frostglass.admin.certs;

import org.jspecify.annotations.NullMarked;
