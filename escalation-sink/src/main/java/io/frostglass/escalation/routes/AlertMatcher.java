package io.frostglass.escalation.routes;

import io.frostglass.alerts.Escalation;
import io.frostglass.settings.InvalidValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A condition on one attribute of an alert, in the form of Alertmanager's matchers, and with comparisons of numbers:
/// `label="person"`, `camera=~"cam-1.*"`, `severity>=error`.
///
/// `=` and `=~` hold if one of the values matches, `!=` and `!~` if none does. A missing value is as an empty one. A
/// comparison with `<`, `<=`, `>`, `>=` does not hold for a missing value.
///
/// @param text as written in the file
/// @param regex of `=~` and `!~`, which must match the whole value; null for others
public record AlertMatcher(
        AlertAttribute attribute,
        Operator operator,
        String value,
        @Nullable Pattern regex,
        String text) {

    private static final Pattern FORM = Pattern.compile("\\s*([a-z_]+)\\s*(=~|!~|!=|>=|<=|=|<|>)\\s*(.*?)\\s*");
    private static final Map<String, AlertAttribute> ATTRIBUTES = Arrays.stream(AlertAttribute.values())
            .collect(Collectors.toUnmodifiableMap(AlertAttribute::code, Function.identity()));
    private static final Map<String, Operator> OPERATORS = Arrays.stream(Operator.values())
            .collect(Collectors.toUnmodifiableMap(operator -> operator.sign, Function.identity()));

    /// How a value is compared.
    public enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        REGEX("=~"),
        NOT_REGEX("!~"),
        LESS("<"),
        AT_MOST("<="),
        GREATER(">"),
        AT_LEAST(">=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        private boolean isOrder() {
            return switch (this) {
                case LESS, AT_MOST, GREATER, AT_LEAST -> true;
                case EQUAL, NOT_EQUAL, REGEX, NOT_REGEX -> false;
            };
        }

        private boolean holds(int comparison) {
            return switch (this) {
                case LESS -> comparison < 0;
                case AT_MOST -> comparison <= 0;
                case GREATER -> comparison > 0;
                case AT_LEAST -> comparison >= 0;
                case EQUAL, NOT_EQUAL, REGEX, NOT_REGEX -> throw new IllegalStateException("no order");
            };
        }
    }

    /// Reads a matcher.
    ///
    /// @throws InvalidValue if it is none
    public static AlertMatcher parse(String text) throws InvalidValue {
        java.util.regex.Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new InvalidValue("must be a matcher, such as label=\"person\" or severity>=error");
        }
        AlertAttribute attribute = ATTRIBUTES.get(parts.group(1));
        if (attribute == null) {
            throw new InvalidValue("must begin with one of "
                    + ATTRIBUTES.keySet().stream().sorted().collect(Collectors.joining(", ")));
        }
        Operator operator = Objects.requireNonNull(OPERATORS.get(parts.group(2)));
        String value = unquoted(parts.group(3));
        if (operator.isOrder()) {
            checkOrder(attribute, value);
        }
        boolean regex = operator == Operator.REGEX || operator == Operator.NOT_REGEX;
        return new AlertMatcher(attribute, operator, value, regex ? regex(value) : null, text.strip());
    }

    private static String unquoted(String value) throws InvalidValue {
        boolean begins = value.startsWith("\"");
        boolean ends = value.length() > 1 && value.endsWith("\"");
        if (begins != ends) {
            throw new InvalidValue("must have its value in quotes, or without quotes");
        }
        return begins ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }

    private static void checkOrder(AlertAttribute attribute, String value) throws InvalidValue {
        if (!attribute.isOrdered()) {
            throw new InvalidValue("must use =, !=, =~ or !~: " + attribute.code() + " has no order");
        }
        try {
            attribute.number(value);
        } catch (IllegalArgumentException e) {
            throw new InvalidValue(
                    attribute == AlertAttribute.SEVERITY
                            ? "must have one of info, warning, error, critical as its value"
                            : "must have a number as its value");
        }
    }

    private static Pattern regex(String value) throws InvalidValue {
        try {
            return Pattern.compile(value);
        } catch (PatternSyntaxException e) {
            throw new InvalidValue("must have a regular expression as its value");
        }
    }

    boolean matches(Escalation alert, SceneMap scenes) {
        List<String> values = attribute.of(alert, scenes);
        if (operator.isOrder()) {
            return values.stream()
                    .anyMatch(it -> operator.holds(Double.compare(attribute.number(it), attribute.number(value))));
        }
        boolean any = (values.isEmpty() ? List.of("") : values).stream().anyMatch(this::isEqual);
        return any == (operator == Operator.EQUAL || operator == Operator.REGEX);
    }

    private boolean isEqual(String it) {
        return regex == null ? it.equals(value) : regex.matcher(it).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
