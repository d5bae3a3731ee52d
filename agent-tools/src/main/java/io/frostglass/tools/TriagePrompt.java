package io.frostglass.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// The prompt that tells a model how to triage. Its text is in `triage.md` beside this class. Each change of the text
/// needs a new [#VERSION]: decisions name the version that the agent worked by.
public final class TriagePrompt {

    public static final String NAME = "triage";
    public static final String VERSION = "3";
    public static final String TITLE = "Triage motion events";
    public static final String DESCRIPTION =
            "How to triage the motion events of Frostglass: raise, dismiss or leave alone. Version " + VERSION + ".";

    private TriagePrompt() {}

    public static String text() {
        try (InputStream in = Objects.requireNonNull(TriagePrompt.class.getResourceAsStream("triage.md"))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
