package io.frostglass.cameras;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.Secret;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How a camera signs its requests. All schemes use HMAC-SHA256. They differ in what else they sign and in their
/// headers.
public sealed interface SignatureScheme permits StandardWebhooks, BodySignature {

    /// `webhook-id`, `webhook-timestamp` and `webhook-signature`: see <https://www.standardwebhooks.com>.
    SignatureScheme STANDARD_WEBHOOKS = new StandardWebhooks();

    /// `X-Hub-Signature-256: sha256=<hex>`, as GitHub sends it.
    SignatureScheme GITHUB = new BodySignature("github", "x-hub-signature-256", "sha256=");

    /// `X-Signature: <hex>`.
    SignatureScheme HEX = new BodySignature("hex", "x-signature", "");

    /// All schemes by name.
    Map<String, SignatureScheme> BY_NAME = List.of(STANDARD_WEBHOOKS, GITHUB, HEX).stream()
            .collect(toUnmodifiableMap(SignatureScheme::schemeName, identity()));

    /// Its name in the sites file.
    String schemeName();

    /// The request headers that it reads, in lower case. A raw event stores these and no others.
    Set<String> headers();

    /// The HMAC key of a secret.
    ///
    /// @throws InvalidValue if it is no secret of this scheme
    Secret key(String secret) throws InvalidValue;

    /// Reads the signature headers.
    ///
    /// @param headers those of [#headers()] that the request has, in lower case
    SignatureClaim read(Map<String, String> headers);
}
