package io.frostglass.gateway.folder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.BoundingBox;
import io.frostglass.agent.KnownPattern;
import io.frostglass.agent.Label;
import io.frostglass.agent.Verdict;
import io.frostglass.gateway.feed.EventJson;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventFilesTest {

    @Test
    void showsAllThatTheGatewayShowsButTheToken() throws Exception {
        // Given
        var event = EventJson.of(AuthorizedMotion.newBuilder()
                .setEventId("evt-0123456789abcdef0123456789abcdef")
                .setSiteId("site-1")
                .setCameraId("cam-1")
                .setTimestamp(Instant.EPOCH)
                .setMotionConfidence(0.9)
                .setBboxes(List.of(new BoundingBox(0.1, 0.1, 0.1, 0.1)))
                .setLabels(List.of(new Label("person", 0.9)))
                .setThumbnail(ByteBuffer.wrap(new byte[] {1, 2}))
                .setThumbnailDropped("too_large")
                .setPhash("a3")
                .setKnownPattern(new KnownPattern("cleaners", Verdict.safe))
                .setEphemeralToken("eyJ")
                .setExpiresAt(Instant.EPOCH)
                .build());
        var expected = new ArrayList<String>();
        event.fieldNames().forEachRemaining(expected::add);
        expected.removeAll(List.of("ephemeral_token", "thumbnail_base64"));
        expected.addAll(List.of("reference", "thumbnail"));

        // When
        var shown = new JsonMapper().readTree(EventFiles.json("r", event));

        // Then
        assertThat(shown.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(expected);
    }
}
