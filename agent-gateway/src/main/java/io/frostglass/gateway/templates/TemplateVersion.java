package io.frostglass.gateway.templates;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of a template: `major.minor.patch` of Semantic Versioning 2.0.0, without what may follow them.
///
/// @param major changes what it says
/// @param minor changes which variables there are
/// @param patch changes wording
public record TemplateVersion(int major, int minor, int patch) implements Comparable<TemplateVersion> {

    private static final Pattern FORM = Pattern.compile("(0|[1-9]\\d{0,5})\\.(0|[1-9]\\d{0,5})\\.(0|[1-9]\\d{0,5})");

    private static final Comparator<TemplateVersion> ORDER = Comparator.comparingInt(TemplateVersion::major)
            .thenComparingInt(TemplateVersion::minor)
            .thenComparingInt(TemplateVersion::patch);

    public static Optional<TemplateVersion> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new TemplateVersion(
                        Integer.parseInt(form.group(1)),
                        Integer.parseInt(form.group(2)),
                        Integer.parseInt(form.group(3))))
                : Optional.empty();
    }

    @Override
    public int compareTo(TemplateVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
