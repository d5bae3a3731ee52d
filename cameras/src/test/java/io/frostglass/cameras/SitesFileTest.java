package io.frostglass.cameras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.frostglass.cameras.Camera.CameraSecret;
import io.frostglass.cameras.Camera.RateLimit;
import io.frostglass.cameras.Site.DuplicateSettings;
import io.frostglass.cameras.Site.SiteGroup;
import io.frostglass.settings.DocumentProblem;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.PartialDocument;
import io.frostglass.settings.SecretReferences;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SitesFileTest {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final SecretReferences REFERENCES =
            SecretReferences.of(Map.of("OLD", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")::get);

    private static Sites parse(String text) throws InvalidDocument {
        return SitesFile.parse(text.replace("KEY", KEY), REFERENCES);
    }

    private static List<String> problemsOf(String text) {
        return catchThrowableOfType(InvalidDocument.class, () -> parse(text)).problems().stream()
                .map(DocumentProblem::toString)
                .toList();
    }

    @Test
    void readsTheExampleOfItsPage() throws Exception {
        String page = Files.readString(Path.of("../docs/sites-file.md"));
        String example = page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("```\nA camera"));

        var sites =
                SitesFile.parse(example, SecretReferences.of(name -> name.endsWith("HASH_KEY") ? KEY : "whsec_" + KEY));

        assertThat(sites.camera("cam-12")).isPresent();
        assertThat(sites.camera("cam-99")).isPresent();
    }

    @Test
    void readsSitesGroupsAndCameras() throws Exception {
        var sites = parse("""
                groups: [{id: north, hash_key: KEY}]
                sites:
                  - id: site-1
                    time_zone: Europe/London
                    hash_key: KEY
                    group: north
                    veil: light
                    duplicates: {window: 1m, distance: 4}
                    cameras:
                      - id: cam-12
                        scheme: standard-webhooks
                        secrets:
                          - whsec_KEY
                          - {secret: "${env:OLD}", not_after: 2026-02-01T00:00:00Z}
                        allow: [192.0.2.0/24]
                        veil: heavy
                        masks: [[[0.1, 0.2], [0.3, 0.2], [0.3, 0.5]]]
                        rate_limit: {per_second: 5, burst: 20}
                      - {id: cam-13, scheme: hex, secrets: [a secret of sixteen]}
                      - {id: cam-15, scheme: hex, secrets: [a secret of sixteen], synthetic: true}
                """);

        var camera = sites.camera("cam-12").orElseThrow();
        assertThat(camera.site().id()).isEqualTo("site-1");
        assertThat(camera.site().timeZone()).isEqualTo(ZoneId.of("Europe/London"));
        assertThat(camera.site().hashKey()).isEqualTo(TestSites.hashKey());
        assertThat(camera.site().group().map(SiteGroup::id)).hasValue("north");
        assertThat(camera.site().veil()).hasValue("light");
        assertThat(camera.site().duplicateSettings())
                .isEqualTo(new DuplicateSettings(Optional.of(Duration.ofMinutes(1)), Optional.of(4)));
        assertThat(sites.site("site-1")).hasValue(camera.site());
        assertThat(camera.secrets())
                .extracting(CameraSecret::notAfter)
                .containsExactly(Optional.empty(), Optional.of(Instant.parse("2026-02-01T00:00:00Z")));
        assertThat(camera.veilSettings().strength()).hasValue("heavy");
        assertThat(camera.veilSettings().masks()).hasSize(1);
        assertThat(camera.veilSettings().masks().getFirst().corners())
                .containsExactly(
                        new VeilSettings.Corner(0.1, 0.2),
                        new VeilSettings.Corner(0.3, 0.2),
                        new VeilSettings.Corner(0.3, 0.5));
        assertThat(camera.rateLimit()).hasValue(new RateLimit(5, 20));
        assertThat(camera.synthetic()).isFalse();
        assertThat(sites.camera("cam-15").orElseThrow().synthetic()).isTrue();
        assertThat(camera.allows(Optional.of(InetAddress.ofLiteral("192.0.2.7"))))
                .isTrue();
        assertThat(camera.allows(Optional.of(InetAddress.ofLiteral("192.0.3.7"))))
                .isFalse();
        assertThat(sites.camera("cam-13").orElseThrow().allows(Optional.of(InetAddress.ofLiteral("::1"))))
                .isTrue();
        assertThat(sites.camera("cam-14")).isEmpty();
    }

    @Test
    void tellsWhatIsWrongWithAMask() {
        assertThat(problemsOf("""
                sites:
                  - id: site-1
                    time_zone: Europe/London
                    hash_key: KEY
                    cameras:
                      - id: cam-12
                        scheme: hex
                        secrets: [a secret of sixteen]
                        masks:
                          - [[0.1, 0.2], [0.3, 0.2]]
                          - [[0.1, 0.2, 0.3], [0.3, 0.2], [1.5, 0.2]]
                """)).hasSize(3).anyMatch(problem -> problem.contains("3 to 256 corners"));
    }

    @Test
    void tellsAllThatIsWrongWithItsLineAndNoSecret() {
        assertThat(problemsOf("""
                groups: [{id: north, hash_key: c2hvcnQ=}]
                sites:
                  - id: Site 1
                    time_zone: "+01:00"
                    hash_key: not base64
                    group: south
                    cameras:
                      - id: cam-1
                        scheme: standard-webhooks
                        secrets: [whsec_c2hvcnQ=, a plain secret of enough bytes]
                        allow: [192.0.2.1/24, localhost]
                      - id: cam-1
                        scheme: rot13
                        secrets: []
                        colour: red
                """))
                .containsExactly(
                        "line 1: groups[0].hash_key: must be base64 of at least 32 bytes",
                        "line 3: sites[0].id: must be 1 to 63 small letters, digits and hyphens, not a hyphen first",
                        "line 4: sites[0].time_zone: must be a time zone such as Europe/London",
                        "line 5: sites[0].hash_key: must be base64 of at least 32 bytes",
                        "line 6: sites[0].group: must be the id of one of the groups",
                        "line 8: sites[0].cameras[0].id: is the id of another camera, too: lines 8, 12",
                        "line 10: sites[0].cameras[0].secrets[0]: must be whsec_ and base64 of 24 to 64 bytes",
                        "line 10: sites[0].cameras[0].secrets[1]: must be whsec_ and base64 of 24 to 64 bytes",
                        "line 11: sites[0].cameras[0].allow[0]: must be an IP address or a range such as 192.0.2.0/24 or"
                                + " 2001:db8::/32",
                        "line 11: sites[0].cameras[0].allow[1]: must be an IP address or a range such as 192.0.2.0/24 or"
                                + " 2001:db8::/32",
                        "line 12: sites[0].cameras[1].id: is the id of another camera, too: lines 8, 12",
                        "line 13: sites[0].cameras[1].scheme: must be one of github, hex, standard-webhooks",
                        "line 14: sites[0].cameras[1].secrets: must not be empty",
                        "line 15: sites[0].cameras[1].colour: is not a setting that is known here");
    }

    @Test
    void limitsForHowLongAndHowFarPicturesMayRepeatEachOther() {
        assertThat(problemsOf("""
                sites:
                  - id: a
                    time_zone: UTC
                    hash_key: KEY
                    duplicates: {window: 1h, distance: 17, forever: true}
                """))
                .containsExactly(
                        "line 5: sites[0].duplicates.window: must be a duration such as 250ms, 30s, 5m, 2h or 1d, from 0s to 10m",
                        "line 5: sites[0].duplicates.distance: must be a whole number from 0 to 16",
                        "line 5: sites[0].duplicates.forever: is not a setting that is known here");
    }

    @Test
    void refusesACameraIdThatAnotherSiteHas() {
        assertThat(problemsOf("""
                sites:
                  - {id: a, time_zone: UTC, hash_key: KEY, cameras: [{id: cam-1, scheme: hex, secrets: [a secret of sixteen]}]}
                  - {id: b, time_zone: UTC, hash_key: KEY, cameras: [{id: cam-1, scheme: hex, secrets: [a secret of sixteen]}]}
                """))
                .containsExactly(
                        "line 2: sites[0].cameras[0].id: is the id of another camera, too: lines 2, 3",
                        "line 3: sites[1].cameras[0].id: is the id of another camera, too: lines 2, 3");
    }

    @Test
    void limitsTheSecretsOfACamera() {
        String secrets = "[a secret of sixteen, a secret of sixteen, a secret of sixteen, a secret of sixteen]";
        assertThat(problemsOf(
                        "sites:\n  - {id: a, time_zone: UTC, hash_key: KEY, cameras: [{id: cam-1, scheme: hex, secrets: "
                                + secrets + "}]}"))
                .containsExactly("line 2: sites[0].cameras[0].secrets: must be no more than 3");
    }

    @Test
    void doesNotPrintSecrets() throws Exception {
        var sites = parse(
                "sites:\n  - {id: a, time_zone: UTC, hash_key: KEY, cameras: [{id: cam-1, scheme: hex, secrets: [a secret of sixteen]}]}");

        assertThat(sites.cameras().toString()).doesNotContain("sixteen", KEY);
    }

    private static PartialDocument<Sites> read(String text, Optional<Sites> before) throws InvalidDocument {
        return SitesFile.read(text.replace("KEY", KEY), REFERENCES, before);
    }

    private static String secret(Sites sites, String camera) {
        return new String(
                sites.camera(camera).orElseThrow().secrets().getFirst().key().bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void leavesOutACameraThatIsWrongAndTakesTheOthers() throws Exception {
        // When
        var partialDocument = read("""
                sites:
                  - id: a
                    time_zone: UTC
                    hash_key: KEY
                    cameras:
                      - {id: cam-1, scheme: hex, secrets: [a secret of sixteen]}
                      - {id: cam-2, schema: hex, secrets: [a secret of sixteen]}
                      - {id: cam-3, scheme: hex, secrets: [a secret of sixteen], masks: [[[0.1, 2]]]}
                      - {id: cam-4, scheme: hex, secrets: ["${env:GONE}"]}
                      - {id: cam-5, scheme: hex, secrets: [a secret of sixteen]}
                      - {id: cam-5, scheme: hex, secrets: [some secret of sixteen]}
                      - cam-6
                """, Optional.empty());

        // Then
        assertThat(partialDocument.value().cameras()).extracting(Camera::id).containsExactly("cam-1");
        assertThat(partialDocument.refusedElements()).isEqualTo(6);
        assertThat(partialDocument.problems()).extracting(DocumentProblem::line).containsOnly(7, 8, 9, 10, 11, 12);
        assertThat(partialDocument.problems().toString())
                .contains("lines 10, 11")
                .doesNotContain("sixteen");
    }

    @Test
    void keepsACameraAsItWasWhileItsEntryIsWrong() throws Exception {
        // Given
        var before = read("""
                sites:
                  - id: a
                    time_zone: UTC
                    hash_key: KEY
                    cameras:
                      - {id: cam-1, scheme: hex, secrets: [the very first secret]}
                      - {id: cam-2, scheme: hex, secrets: [the very first secret]}
                      - {id: cam-3, scheme: hex, secrets: [the very first secret]}
                """, Optional.empty()).value();

        // When one gets a wrong entry, one a new secret, one goes, and the site gets another zone
        var after = read("""
                sites:
                  - id: a
                    time_zone: Europe/London
                    hash_key: KEY
                    cameras:
                      - {id: cam-1, scheme: hex, secrets: [short]}
                      - {id: cam-2, scheme: hex, secrets: [the second secret of it]}
                """, Optional.of(before));

        // Then
        assertThat(secret(after.value(), "cam-1")).isEqualTo("the very first secret");
        assertThat(after.value().camera("cam-1").orElseThrow().site().timeZone())
                .isEqualTo(ZoneId.of("Europe/London"));
        assertThat(secret(after.value(), "cam-2")).isEqualTo("the second secret of it");
        assertThat(after.value().camera("cam-3")).isEmpty();
        assertThat(after.refusedElements()).isEqualTo(1);
    }

    @Test
    void keepsASiteAsItWasAndReadsItsCamerasAllTheSame() throws Exception {
        // Given
        var before = read("""
                groups: [{id: north, hash_key: KEY}]
                sites:
                  - {id: a, time_zone: UTC, hash_key: KEY, group: north, cameras: [
                      {id: cam-1, scheme: hex, secrets: [the very first secret]},
                      {id: cam-2, scheme: hex, secrets: [the very first secret]}]}
                """, Optional.empty()).value();

        // When
        var after = read("""
                groups: [{id: north, hash_key: short}]
                sites:
                  - {id: a, time_zone: Lundun, hash_key: KEY, group: north, cameras: [
                      {id: cam-1, scheme: hex, secrets: [the second secret of it]}]}
                  - {id: b, time_zone: Lundun, hash_key: KEY, cameras: [
                      {id: cam-3, scheme: hex, secrets: [the very first secret]}]}
                  - {id: c, time_zone: UTC, hash_key: KEY, group: north, cameras: [
                      {id: cam-4, scheme: hex, secrets: [the very first secret]}]}
                """, Optional.of(before));

        // Then
        assertThat(after.value().sites()).extracting(Site::id).containsExactly("a", "c");
        assertThat(after.value().site("a").orElseThrow().timeZone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(secret(after.value(), "cam-1")).isEqualTo("the second secret of it");
        assertThat(after.value().camera("cam-2")).isEmpty();
        assertThat(after.value().camera("cam-3")).isEmpty();
        assertThat(after.value().site("c").orElseThrow().group())
                .map(SiteGroup::id)
                .contains("north");
        assertThat(after.refusedElements()).isEqualTo(3);
    }

    @Test
    void takesASiteWithoutItsGroupWhereThatIsWrong() throws Exception {
        // When
        var partialDocument = read("""
                groups: [{id: north, hash_key: short}]
                sites:
                  - {id: a, time_zone: UTC, hash_key: KEY, group: north, cameras: [
                      {id: cam-1, scheme: hex, secrets: [the very first secret]}]}
                  - {id: b, time_zone: UTC, hash_key: KEY, group: nroth, cameras: []}
                """, Optional.empty());

        // Then
        assertThat(partialDocument.value().camera("cam-1").orElseThrow().site().group())
                .isEmpty();
        assertThat(partialDocument.value().site("b")).isEmpty();
        assertThat(partialDocument.problems())
                .extracting(DocumentProblem::path)
                .containsExactly("groups[0].hash_key", "sites[1].group");
    }

    @Test
    void takesNoCameraTwiceWhereOneMovesFromASiteThatIsWrong() throws Exception {
        // Given
        var before = read("""
                sites:
                  - {id: a, time_zone: UTC, hash_key: KEY, cameras: [{id: cam-1, scheme: hex, secrets: [the very first secret]}]}
                  - {id: b, time_zone: UTC, hash_key: KEY}
                """, Optional.empty()).value();

        // When
        var after = read("""
                sites:
                  - {id: a, time_zone: UTC, hash_key: KEY, cameras: cam-1}
                  - {id: b, time_zone: UTC, hash_key: KEY, cameras: [{id: cam-1, scheme: hex, secrets: [the second secret of it]}]}
                """, Optional.of(before));

        // Then
        assertThat(after.value().camera("cam-1").orElseThrow().site().id()).isEqualTo("b");
        assertThat(after.value().cameras()).hasSize(1);
    }

    @Test
    void refusesAFileThatIsNoSitesFileOrHasNoSiteToUse() {
        for (String text : List.of(
                "",
                "sites: [",
                "cameras: []",
                "sites: {}",
                "sites: []",
                "sites: [{id: a}]",
                "sites: [{id: a}]\nsite: 1")) {
            assertThat(catchThrowableOfType(InvalidDocument.class, () -> read(text, Optional.empty())))
                    .as(text)
                    .isNotNull();
        }
    }
}
