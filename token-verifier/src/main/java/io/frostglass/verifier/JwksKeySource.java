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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The keys of a JWK set at a URL, such as `https://tokens.example.com/.well-known/jwks.json`.
///
/// ```
/// fresh ──max-age is over, or a key is asked for that is not in it──▶ fetch ──good──▶ fresh, with the new set
///                                                                       └──failed──▶ the old set, tried again in 5 s
/// ```
/// One thread fetches. Meanwhile other threads get known keys at once, and wait for the fetch if a key is unknown.
/// There is at most one attempt in 5 s. A key that is missing in a new set is no longer valid. While the endpoint is
/// away, the last good set stays valid, each key until its own `exp`, and a day at most.
public final class JwksKeySource implements VerificationKeySource, AutoCloseable {

    /// @param refetch the shortest time between two attempts
    /// @param timeout of an attempt, including the body
    /// @param maxBytes of the set
    /// @param maxFresh the longest accepted `max-age`
    /// @param keep how long a set stays valid while no other can be fetched
    record JwksLimits(Duration refetch, Duration timeout, int maxBytes, Duration maxFresh, Duration keep) {

        static final JwksLimits STANDARD = new JwksLimits(
                Duration.ofSeconds(5), Duration.ofSeconds(3), 65_536, Duration.ofMinutes(10), Duration.ofDays(1));
    }

    private record CachedKeys(Map<String, VerificationKey> keys, Instant fetched, Instant freshUntil) {

        /// If the clock is set back, the set counts as stale.
        boolean isFreshAt(Instant now) {
            return !now.isBefore(fetched) && now.isBefore(freshUntil);
        }
    }

    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern MAX_AGE = Pattern.compile("max-age=\"?([0-9]{1,9})\"?");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpRequest request;
    private final JwksLimits limits;
    private final InstantSource clock;
    private final HttpClient client;
    private final ReentrantLock fetching = new ReentrantLock();

    private volatile CachedKeys cached = new CachedKeys(Map.of(), Instant.MIN, Instant.MIN);
    private @Nullable Instant attempted;

    JwksKeySource(URI url, JwksLimits limits, InstantSource clock) {
        this.request = HttpRequest.newBuilder(url)
                .header("Accept", "application/jwk-set+json, application/json")
                .timeout(limits.timeout())
                .build();
        this.limits = limits;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .connectTimeout(limits.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /// Opens a source. It fetches the set when the first key is needed.
    ///
    /// @throws IllegalArgumentException if the URL is neither https nor on this machine: an attacker who
    ///     replaces keys can mint tokens
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
        CachedKeys current = cached;
        boolean has = current.keys().containsKey(kid);
        if (!has || !current.isFreshAt(clock.instant())) {
            refresh(has);
        }
        return Optional.ofNullable(cached.keys().get(kid));
    }

    /// When a set was last fetched, for a health check or a metric; empty if none was.
    public Optional<Instant> lastFetched() {
        return Optional.of(cached.fetched()).filter(time -> time.isAfter(Instant.MIN));
    }

    /// Ends a fetch that is under way. Known keys stay valid.
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
            // A thread that waited for the lock comes here right after an attempt, and makes no other.
            if (attempted == null || Duration.between(attempted, now).abs().compareTo(limits.refetch()) >= 0) {
                attempted = now;
                fetch(now).ifPresent(fetched -> cached = fetched);
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
            Map<String, VerificationKey> keys = JwkSetKeys.read(response.body(), now.plus(limits.keep()));
            Duration fresh = maxAge(response.headers().allValues("Cache-Control"));
            return Optional.of(new CachedKeys(keys, now, now.plus(bounded(fresh))));
        } catch (IOException | TokenRefusedException e) {
            return Optional.empty();
        }
    }

    /// The request's own timeout covers the headers only; this one covers the body too.
    private HttpResponse<byte[]> send() throws IOException {
        var response = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), limits.maxBytes()));
        try {
            return response.get(limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            response.cancel(true);
        }
    }

    /// The shortest time that a directive of `Cache-Control` allows (RFC 9111, section 5.2.2); a minute
    /// without one.
    private static Duration maxAge(List<String> values) {
        return values.stream()
                .flatMap(COMMA::splitAsStream)
                .flatMap(directive -> maxAge(directive.strip().toLowerCase(Locale.ROOT)).stream())
                .min(Duration::compareTo)
                .orElse(Duration.ofMinutes(1));
    }

    private static Optional<Duration> maxAge(String directive) {
        if (directive.equals("no-store") || directive.equals("no-cache")) {
            return Optional.of(Duration.ZERO);
        }
        var matcher = MAX_AGE.matcher(directive);
        return matcher.matches() ? Optional.of(Duration.ofSeconds(Long.parseLong(matcher.group(1)))) : Optional.empty();
    }

    private Duration bounded(Duration fresh) {
        long millis = Math.clamp(
                fresh.toMillis(), limits.refetch().toMillis(), limits.maxFresh().toMillis());
        return Duration.ofMillis(millis);
    }
}
