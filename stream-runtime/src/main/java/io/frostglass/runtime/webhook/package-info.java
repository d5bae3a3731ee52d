/// Sends requests to receivers, such as [Standard Webhooks](https://www.standardwebhooks.com/): one attempt and its
/// result.
/// The caller decides about further attempts.
@NullMarked
package io.frostglass.runtime.webhook;

import org.jspecify.annotations.NullMarked;
