package io.frostglass.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// How an agent is to triage: what a person can give to a model to begin with. Its text is in `triage.md` beside this
/// class; who changes it counts [#VERSION] up, so that it can be told which one an agent worked by.
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
