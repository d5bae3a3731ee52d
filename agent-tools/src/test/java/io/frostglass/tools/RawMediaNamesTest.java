package io.frostglass.tools;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawMediaNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get_raw_image",
                "getImage",
                "download_clip",
                "show_raw_picture",
                "camera_snapshot",
                "get_full_frame",
                "file:///etc/passwd",
                "events/../x",
                "fetchOriginal",
                "record_video",
                "get_thumbnail_1024x1024"
            })
    void knowsNamesOfMedia(String name) {
        assertThat(RawMediaNames.isNamed(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list_events",
                "get_events",
                "raise_alarm",
                "dismiss",
                "get_camera",
                "list_sites",
                "search",
                "fetch",
                "get_thumbnail",
                "framework",
                "drawing",
                "strawberry"
            })
    void leavesOtherNamesAlone(String name) {
        assertThat(RawMediaNames.isNamed(name)).isFalse();
    }
}
