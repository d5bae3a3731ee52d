/// TLS of Kafka's clients and brokers.
@NullMarked
package io.frostglass.tls.kafka;

import org.jspecify.annotations.NullMarked;
