package io.frostglass.gateway.templates;

import java.util.List;
import java.util.regex.Pattern;

/// What an agent may fill into a gap of a template. Nothing can be filled in that is not listed or counted here, so
/// there is nothing to guard.
public sealed interface TemplateVariable {

    /// One of these values.
    record OneOf(List<String> values) implements TemplateVariable {
        public OneOf {
            values = List.copyOf(values);
        }
    }

    /// A whole number, both ends included.
    record WholeNumber(int from, int to) implements TemplateVariable {}

    /// The id of a camera of the event's site.
    record CameraVariable() implements TemplateVariable {}

    /// A time of day, `HH:MM`, UTC.
    record Time() implements TemplateVariable {}

    Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,8}");
    Pattern TIME = Pattern.compile("(?:[01]\\d|2[0-3]):[0-5]\\d");

    /// Whether a value is one of those that it may be.
    default boolean takes(String value, TemplateSubject templateSubject) {
        return switch (this) {
            case OneOf(List<String> values) -> values.contains(value);
            case WholeNumber(int from, int to) ->
                NUMBER.matcher(value).matches() && Integer.parseInt(value) >= from && Integer.parseInt(value) <= to;
            case CameraVariable _ -> templateSubject.siteCameras().test(value);
            case Time _ -> TIME.matcher(value).matches();
        };
    }

    /// To follow "must be", for who has filled in something else.
    default String rule() {
        return switch (this) {
            case OneOf _ -> "one of the values of the list";
            case WholeNumber(int from, int to) -> "a whole number, " + from + " to " + to;
            case CameraVariable _ -> "the id of a camera of the event's site";
            case Time _ -> "a time, HH:MM";
        };
    }
}
