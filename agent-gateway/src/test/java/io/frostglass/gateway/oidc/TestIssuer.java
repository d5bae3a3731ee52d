package io.frostglass.gateway.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An identity provider with its discovery document and its keys.
public final class TestIssuer implements AutoCloseable {

    public static final String AUDIENCE = "frostglass";

    private final HttpServer server;
    private final String url;
    private final CopyOnWriteArrayList<ECKey> keys = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<String> others = new CopyOnWriteArrayList<>();
    private final AtomicInteger fetches = new AtomicInteger();

    private volatile boolean away;
    private volatile String named;
    private int made;

    public TestIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        url = "http://127.0.0.1:" + server.getAddress().getPort() + "/realms/main";
        named = url;
        server.createContext("/", this::answer);
        server.start();
        addKey();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = switch (path) {
            case "/realms/main/.well-known/openid-configuration" ->
                "{\"issuer\":\"" + named + "\",\"jwks_uri\":\"" + url + "/keys\"}";
            case "/realms/main/keys" -> keySet();
            default -> "";
        };
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(away ? 503 : body.isEmpty() ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String keySet() {
        fetches.incrementAndGet();
        var all = Stream.concat(
                others.stream(), keys.stream().map(key -> key.toPublicJWK().toJSONString()));
        return "{\"keys\":[" + all.collect(Collectors.joining(",")) + "]}";
    }

    public String url() {
        return url;
    }

    int fetches() {
        return fetches.get();
    }

    public void away(boolean isAway) {
        away = isAway;
    }

    /// Its discovery document is somebody else's from now on.
    void callsItself(String name) {
        named = name;
    }

    /// The newest key signs.
    void addKey() {
        try {
            keys.add(new ECKeyGenerator(Curve.P_256).keyID("key-" + made++).generate());
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /// What is in its set beside its keys.
    void addOther(String json) {
        others.add(json);
    }

    void dropOldestKey() {
        keys.removeFirst();
    }

    /// Claims that are right.
    ///
    /// @param now by the clock of the test
    public JWTClaimsSet.Builder claims(String subject, Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(url)
                .audience(AUDIENCE)
                .subject(subject)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))));
    }

    public String token(JWTClaimsSet claims) {
        return token("at+jwt", claims);
    }

    String token(String type, JWTClaimsSet claims) {
        ECKey key = keys.getLast();
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType(type))
                .keyID(key.getKeyID())
                .build();
        try {
            var token = new SignedJWT(header, claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /// Signed with what everybody can fetch.
    String symmetricToken(JWTClaimsSet claims) {
        ECKey key = keys.getLast();
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(key.getKeyID())
                .build();
        try {
            var token = new SignedJWT(header, claims);
            token.sign(new MACSigner(key.toPublicJWK().toJSONString().getBytes(UTF_8)));
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /// Signed by nobody, with a third part so that it has the shape.
    String unsignedToken(JWTClaimsSet claims) {
        return new PlainJWT(claims).serialize() + "AAAA";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
