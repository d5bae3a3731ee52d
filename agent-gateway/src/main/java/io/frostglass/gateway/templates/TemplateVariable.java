package io.frostglass.gateway.templates;

import java.util.List;
import java.util.regex.Pattern;

/// The values of a variable. All values are listed or counted, so they need no guard.
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

    /// Whether the variable takes a value.
    default boolean takes(String value, TemplateSubject subject) {
        return switch (this) {
            case OneOf(List<String> values) -> values.contains(value);
            case WholeNumber(int from, int to) ->
                NUMBER.matcher(value).matches() && Integer.parseInt(value) >= from && Integer.parseInt(value) <= to;
            case CameraVariable _ -> subject.siteCameras().test(value);
            case Time _ -> TIME.matcher(value).matches();
        };
    }

    /// To follow "must be", for an agent that used another value.
    default String rule() {
        return switch (this) {
            case OneOf _ -> "one of the values of the list";
            case WholeNumber(int from, int to) -> "a whole number, " + from + " to " + to;
            case CameraVariable _ -> "the id of a camera of the event's site";
            case Time _ -> "a time, HH:MM";
        };
    }
}
