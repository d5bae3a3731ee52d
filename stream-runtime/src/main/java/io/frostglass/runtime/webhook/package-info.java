/// Sends webhooks as [Standard Webhooks](https://www.standardwebhooks.com/) has them: one attempt, and what came of it.
/// Who tries again, and how often, is for those who send.
@NullMarked
package io.frostglass.runtime.webhook;

import org.jspecify.annotations.NullMarked;
