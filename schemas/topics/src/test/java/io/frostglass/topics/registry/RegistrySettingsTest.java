package io.frostglass.topics.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrySettingsTest {

    @Test
    void readsSeveralAddresses() {
        // When
        RegistrySettings settings =
                RegistrySettings.of(Map.of("schema.registry.url", "http://one:8081, https://two/apis/ccompat/v7/"));

        // Then
        assertThat(settings.urls())
                .containsExactly(URI.create("http://one:8081"), URI.create("https://two/apis/ccompat/v7"));
        assertThat(settings.authorization()).isEmpty();
    }

    @Test
    void takesCredentialsOutOfTheAddress() {
        // When
        RegistrySettings settings = RegistrySettings.of(Map.of("schema.registry.url", List.of("http://u:p@one:8081")));

        // Then
        assertThat(settings.urls()).containsExactly(URI.create("http://one:8081"));
        assertThat(settings.authorization()).contains("Basic dTpw");
    }

    @Test
    void readsABearerToken() {
        // When
        RegistrySettings settings = RegistrySettings.of(Map.of(
                "schema.registry.url",
                "http://one:8081",
                "bearer.auth.credentials.source",
                "STATIC_TOKEN",
                "bearer.auth.token",
                new Password("abc")));

        // Then
        assertThat(settings.authorization()).contains("Bearer abc");
    }

    @Test
    void showsNoCredentials() {
        // When
        RegistrySettings settings = RegistrySettings.of(Map.of("schema.registry.url", "http://user:hidden@one:8081"));

        // Then
        assertThat(settings.toString()).contains("http://one:8081").doesNotContain("hidden", "Basic");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "one:8081", "ftp://one", "http://one?x=1", "http://user:hidden@", "http://a,", "http://o ne"
            })
    void refusesWhatIsNoAddressWithoutShowingIt(String url) {
        // When, Then
        assertThatThrownBy(() -> RegistrySettings.of(Map.of("schema.registry.url", url)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.url")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void namesTheSettingThatIsMissing() {
        // When, Then
        assertThatThrownBy(() -> RegistrySettings.of(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.url");
        assertThatThrownBy(() -> RegistrySettings.of(
                        Map.of("schema.registry.url", "http://one", "basic.auth.credentials.source", "USER_INFO")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("basic.auth.user.info");
        assertThatThrownBy(() -> RegistrySettings.of(
                        Map.of("schema.registry.url", "http://one", "basic.auth.credentials.source", "SASL_INHERIT")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("basic.auth.credentials.source");
    }
}
