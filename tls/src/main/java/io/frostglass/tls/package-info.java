/// TLS from PEM files that may change at any time: for HTTP servers, HTTP clients and Kafka.
@NullMarked
package io.frostglass.tls;

import org.jspecify.annotations.NullMarked;
