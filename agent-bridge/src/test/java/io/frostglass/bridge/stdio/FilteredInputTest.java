package io.frostglass.bridge.stdio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.tools.mcp.MediaCall;
import io.frostglass.tools.mcp.SdkServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilteredInputTest {

    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    private static final String RAW =
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"get_raw_image\"}}";
    private static final int MAX = 200;

    private final List<MediaCall.RefusedCall> refused = new ArrayList<>();

    private String read(String sent) throws IOException {
        // Bytes as they are, which need be no UTF-8.
        var in = new ByteArrayInputStream(sent.getBytes(ISO_8859_1));
        try (var watched = new FilteredInput(in, MAX, this::passes)) {
            return new String(watched.readAllBytes(), UTF_8);
        }
    }

    private boolean passes(byte[] message) throws IOException {
        Optional<MediaCall.RefusedCall> call = MediaCall.find(SdkServer.tree(message));
        call.ifPresent(refused::add);
        return call.isEmpty();
    }

    @Test
    void letsMessagesPass() throws Exception {
        assertThat(read(PING + "\n" + PING + "\r\n\n" + PING)).isEqualTo((PING + "\n").repeat(3));
        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                RAW + "\n",
                RAW,
                "[" + RAW + "]\n",
                "{\"x\":\"\u00ff\","
                        + "\"jsonrpc\":\"2.0\",\"method\":\"tools/call\",\"params\":{\"name\":\"raw_image\"}}\n"
            })
    void takesOutWhatAsksForRawMedia(String message) throws Exception {
        assertThat(read(PING + "\n" + message)).isEqualTo(PING + "\n");
        assertThat(refused).hasSize(1);
    }

    @Test
    void seesThroughALineWithinALine() throws Exception {
        assertThat(read(PING + "\r" + RAW + "\r\n" + PING + "\n")).isEqualTo((PING + "\n").repeat(2));
        assertThat(refused).hasSize(1);
    }

    @Test
    void leavesOutWhatIsTooLong() throws Exception {
        assertThat(read(PING + " ".repeat(MAX) + "\n" + PING + "\n")).isEqualTo(PING + "\n");
        assertThat(refused).isEmpty();
    }
}
