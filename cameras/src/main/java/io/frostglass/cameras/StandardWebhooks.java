package io.frostglass.cameras;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.frostglass.cameras.VerificationResult.SignatureRefusal;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// [Standard Webhooks](https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md):
/// `v1,<base64>` over `{id}.{timestamp}.{body}`, secrets as `whsec_<base64>`. Svix sends the same under `svix-`.
record StandardWebhooks() implements SignatureScheme {

    private static final String SECRET_PREFIX = "whsec_";
    private static final int MIN_SECRET_BYTES = 24;
    private static final int MAX_SECRET_BYTES = 64;

    /// Without full stops: they separate the signed parts, and a signed text must have one reading only.
    private static final Pattern ID = Pattern.compile("[!-~&&[^.]]{1,128}");

    private static final Pattern UNIX_SECONDS = Pattern.compile("\\d{1,11}");
    private static final int MAX_SIGNATURES = 16;
    private static final int MAX_SIGNATURE_HEADER = 4096;

    @Override
    public String schemeName() {
        return "standard-webhooks";
    }

    @Override
    public Set<String> headers() {
        return Set.of(
                "webhook-id", "webhook-timestamp", "webhook-signature", "svix-id", "svix-timestamp", "svix-signature");
    }

    @Override
    public Secret key(String text) throws InvalidValue {
        try {
            if (text.startsWith(SECRET_PREFIX)) {
                byte[] key = Base64.getDecoder().decode(text.substring(SECRET_PREFIX.length()));
                if (key.length >= MIN_SECRET_BYTES && key.length <= MAX_SECRET_BYTES) {
                    return Secret.of(key);
                }
            }
        } catch (IllegalArgumentException e) {
            // Reported below, without the text.
        }
        throw new InvalidValue("must be " + SECRET_PREFIX + " and base64 of " + MIN_SECRET_BYTES + " to "
                + MAX_SECRET_BYTES + " bytes");
    }

    @Override
    public SignatureClaim read(Map<String, String> headers) {
        String family = headers.containsKey("webhook-signature") ? "webhook-" : "svix-";
        String id = headers.get(family + "id");
        String timestamp = headers.get(family + "timestamp");
        String list = headers.get(family + "signature");
        if (id == null || timestamp == null || list == null) {
            return new SignatureClaim.Unsigned(SignatureRefusal.SIGNATURE_MISSING);
        }
        if (!ID.matcher(id).matches() || !UNIX_SECONDS.matcher(timestamp).matches()) {
            return new SignatureClaim.Unsigned(SignatureRefusal.SIGNATURE_MALFORMED);
        }
        var signatures = signatures(list);
        if (signatures.isEmpty()) {
            return new SignatureClaim.Unsigned(SignatureRefusal.SIGNATURE_MALFORMED);
        }
        var signedAt = Instant.ofEpochSecond(Long.parseLong(timestamp));
        byte[] prefix = (id + "." + timestamp + ".").getBytes(US_ASCII);
        return new SignatureClaim.Signed(Optional.of(id), Optional.of(signedAt), prefix, signatures);
    }

    /// The signatures of version 1. Other versions, such as the asymmetric `v1a`, need other keys.
    private static List<byte[]> signatures(String list) {
        var signatures = new ArrayList<byte[]>();
        if (list.length() > MAX_SIGNATURE_HEADER) {
            return signatures;
        }
        for (String entry : list.split(" ", MAX_SIGNATURES + 1)) {
            if (entry.startsWith("v1,") && signatures.size() < MAX_SIGNATURES) {
                decode(entry.substring("v1,".length())).ifPresent(signatures::add);
            }
        }
        return signatures;
    }

    private static Optional<byte[]> decode(String base64) {
        try {
            byte[] signature = Base64.getDecoder().decode(base64);
            return signature.length == HmacSha256.BYTES ? Optional.of(signature) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
