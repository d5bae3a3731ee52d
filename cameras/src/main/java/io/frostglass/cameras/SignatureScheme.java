package io.frostglass.cameras;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.Secret;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How a camera signs its requests. All schemes are HMAC-SHA256; they differ in what is signed beside the body and in
/// how the signature is written.
public sealed interface SignatureScheme permits StandardWebhooks, BodySignature {

    /// `webhook-id`, `webhook-timestamp` and `webhook-signature` of [Standard
    /// Webhooks](https://www.standardwebhooks.com).
    SignatureScheme STANDARD_WEBHOOKS = new StandardWebhooks();

    /// `X-Hub-Signature-256: sha256=<hex>`, as GitHub sends it.
    SignatureScheme GITHUB = new BodySignature("github", "x-hub-signature-256", "sha256=");

    /// `X-Signature: <hex>`.
    SignatureScheme HEX = new BodySignature("hex", "x-signature", "");

    /// All schemes, by the name they have in the sites file.
    Map<String, SignatureScheme> BY_NAME = List.of(STANDARD_WEBHOOKS, GITHUB, HEX).stream()
            .collect(toUnmodifiableMap(SignatureScheme::schemeName, identity()));

    /// Its name in the sites file.
    String schemeName();

    /// The request headers that it reads, in lower case. These and no others are kept with a raw event.
    Set<String> headers();

    /// The HMAC key that a secret stands for.
    ///
    /// @throws InvalidValue if a secret of this scheme looks otherwise
    Secret key(String secret) throws InvalidValue;

    /// Reads what a request says of itself.
    ///
    /// @param headers those of [#headers()] that the request has, in lower case
    SignatureClaim read(Map<String, String> headers);
}
