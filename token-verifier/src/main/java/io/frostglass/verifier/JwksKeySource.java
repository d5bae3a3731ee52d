package io.frostglass.verifier;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The keys of a JWK set at a URL, such as `https://tokens.example.com/.well-known/jwks.json`.
///
/// ```
/// fresh ──max-age is over, or a key is asked for that is not in it──▶ fetch ──good──▶ fresh, with the new set
///                                                                       └──failed──▶ the old set, tried again in 5 s
/// ```
/// One thread fetches; who asks meanwhile for a key that is known gets it, others wait for the fetch. There is at most
/// one attempt in 5 s, whatever is asked for. A key that is not in a new set any more is gone. While the endpoint
/// is away the last good set stays, each key until its own `exp`, and none longer than a day.
public final class JwksKeySource implements VerificationKeySource, AutoCloseable {

    /// @param refetch the shortest time between two attempts
    /// @param timeout of an attempt, its body included
    /// @param maxBytes of the set
    /// @param maxFresh the longest `max-age` that is believed
    /// @param keep how long a set is kept at most while no other can be fetched
    record JwksLimits(Duration refetch, Duration timeout, int maxBytes, Duration maxFresh, Duration keep) {

        static final JwksLimits STANDARD = new JwksLimits(
                Duration.ofSeconds(5), Duration.ofSeconds(3), 65_536, Duration.ofMinutes(10), Duration.ofDays(1));
    }

    private record CachedKeys(Map<String, VerificationKey> keys, Instant fetched, Instant freshUntil) {

        @Nullable
        VerificationKey key(String kid) {
            return keys.get(kid);
        }

        /// A clock that was put back makes a set stale rather than fresh for longer.
        boolean isFreshAt(Instant now) {
            return !now.isBefore(fetched) && now.isBefore(freshUntil);
        }
    }

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpRequest request;
    private final JwksLimits jwksLimits;
    private final InstantSource clock;
    private final HttpClient client;
    private final ReentrantLock fetching = new ReentrantLock();

    private volatile CachedKeys cachedKeys = new CachedKeys(Map.of(), Instant.MIN, Instant.MIN);
    private @Nullable Instant attempted;

    JwksKeySource(URI url, JwksLimits jwksLimits, InstantSource clock) {
        this.request = HttpRequest.newBuilder(url)
                .header("Accept", "application/jwk-set+json, application/json")
                .timeout(jwksLimits.timeout())
                .build();
        this.jwksLimits = jwksLimits;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .connectTimeout(jwksLimits.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /// Nothing is fetched before the first key is asked for.
    ///
    /// @throws IllegalArgumentException if it is neither https nor on this machine: who changes keys mints tokens
    public static JwksKeySource open(URI url) {
        boolean safe = "https".equalsIgnoreCase(url.getScheme())
                || ("http".equalsIgnoreCase(url.getScheme()) && LOOPBACK.contains(String.valueOf(url.getHost())));
        if (!safe) {
            throw new IllegalArgumentException("a key set is fetched over https, or from this machine");
        }
        return new JwksKeySource(url, JwksLimits.STANDARD, InstantSource.system());
    }

    @Override
    public Optional<VerificationKey> key(String kid) {
        CachedKeys current = cachedKeys;
        boolean has = current.key(kid) != null;
        if (!has || !current.isFreshAt(clock.instant())) {
            refresh(has);
        }
        return Optional.ofNullable(cachedKeys.key(kid));
    }

    /// When a set was last fetched, for a health check or a metric; nothing if none was.
    public Optional<Instant> lastFetched() {
        return Optional.of(cachedKeys.fetched()).filter(time -> time.isAfter(Instant.MIN));
    }

    /// Ends what is under way. Keys that are known stay so.
    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }

    private void refresh(boolean canGoOnWithout) {
        if (!canGoOnWithout) {
            fetching.lock();
        } else if (!fetching.tryLock()) {
            return;
        }
        try {
            Instant now = clock.instant();
            // Who waited for the lock comes here right after an attempt, and makes no other.
            if (attempted == null || Duration.between(attempted, now).abs().compareTo(jwksLimits.refetch()) >= 0) {
                attempted = now;
                fetch(now).ifPresent(fetched -> cachedKeys = fetched);
            }
        } finally {
            fetching.unlock();
        }
    }

    private Optional<CachedKeys> fetch(Instant now) {
        try {
            HttpResponse<byte[]> response = send();
            if (response.statusCode() != 200) {
                return Optional.empty();
            }
            Map<String, VerificationKey> keys = JwkSet.parse(response.body(), now.plus(jwksLimits.keep()));
            Duration fresh = CacheControl.maxAge(response.headers().allValues("Cache-Control"));
            return Optional.of(new CachedKeys(keys, now, now.plus(bounded(fresh))));
        } catch (IOException | TokenRefusedException e) {
            return Optional.empty();
        }
    }

    /// The request's own timeout ends with the headers, so the body needs this one.
    private HttpResponse<byte[]> send() throws IOException {
        var response =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), jwksLimits.maxBytes()));
        try {
            return response.get(jwksLimits.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            response.cancel(true);
        }
    }

    private Duration bounded(Duration fresh) {
        if (fresh.compareTo(jwksLimits.refetch()) < 0) {
            return jwksLimits.refetch();
        }
        return fresh.compareTo(jwksLimits.maxFresh()) > 0 ? jwksLimits.maxFresh() : fresh;
    }
}
