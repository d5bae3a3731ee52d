package io.frostglass.tokens;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.frostglass.sanitized.SanitizedMotion;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/// Tokens per second on one thread, for each algorithm.
///
/// [#mint] measures the work of token-stream for an event between reading and writing it: claims, JSON, signature,
/// and the event for the agent. [#signature] measures the signature alone, of a text as long as a token's; compare it
/// with `openssl speed -seconds 5 rsa2048 ecdsap256 ed25519` (PS256 takes as long as RS256). Run it with and without
/// the jar of the Amazon Corretto Crypto Provider on the class path, on an idle machine. The README of this module
/// has the recipe.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@Threads(1)
public class TokenBenchmark {

    private static final int RSA_BITS = 2048;

    /// The JWS algorithm.
    @Param({"RS256", "PS256", "ES256", "EdDSA"})
    public String algorithm = "";

    private final byte[] text = "x".repeat(600).getBytes(US_ASCII);
    private @Nullable Provider provider;
    private SigningAlgorithm how = SigningAlgorithm.RS256;
    private @Nullable PrivateKey key;
    private @Nullable KeyRing keys;
    private @Nullable TokenMinter minter;
    private SanitizedMotion event = new SanitizedMotion();

    @Setup
    public void prepare() {
        how = SigningAlgorithm.of(algorithm);
        provider = FastProvider.of(how).orElse(null);
        key = FastProvider.key(how, how.make(RSA_BITS).getPrivate());
        var minutes = Duration.ofMinutes(4);
        var hour = Duration.ofHours(1);
        var settings = KeySettings.made(how, RSA_BITS);
        var config = new TokenConfig("frostglass", minutes, minutes, KeyTiming.of(hour, Duration.ZERO), settings);
        keys = KeyRing.open(Clock.systemUTC(), settings.open(), config.keyTiming(), new Nowhere());
        minter = new TokenMinter(config, keys, Clock.systemUTC());
        event = SanitizedMotion.newBuilder()
                .setEventId("evt-0123456789abcdef0123456789abcdef")
                .setSiteId("site-a")
                .setCameraId("cam-12")
                .setTimeZone("Europe/London")
                .setTimestamp(Instant.now())
                // Not too old for as long as this runs.
                .setReceivedAt(Instant.now().plus(hour))
                .build();
    }

    @TearDown
    public void stop() {
        if (keys != null) {
            keys.close();
        }
    }

    @Benchmark
    public Object mint() {
        return Objects.requireNonNull(minter).mint(event);
    }

    @Benchmark
    public byte[] signature() throws GeneralSecurityException {
        var signer = how.signer(Objects.requireNonNull(key), provider);
        signer.update(text);
        return signer.sign();
    }

    /// Shows each key at once.
    private static final class Nowhere implements KeyLog {
        private final Map<String, Instant> shown = new ConcurrentHashMap<>();

        @Override
        public void write(KeyChange change) {
            shown.put(change.kid(), change.notAfter());
        }

        @Override
        public Optional<Instant> shownUntil(String kid) {
            return Optional.ofNullable(shown.get(kid));
        }

        @Override
        public Optional<Instant> rotationRequested() {
            return Optional.empty();
        }
    }
}
