package io.frostglass.gateway.guard;

/// Ids of other events, alerts and tokens: the token is for one event, and so are the words. Its own id is not seen
/// here any more.
final class EventCheck implements Check {

    private static final Rules RULES = Rules.of(
            "other_event", "(?<![a-z])evt[-_ .:#/]{0,3}[0-9a-f][0-9a-f .-]{5,}",
            "other_event_named", "\\b(?:event|alert|incident)[ -]?id\\b\\W{0,3}(?:is |was )?[\\w-]*\\d",
            "other_id", "(?<![a-z])(?:alr|fnd|msg|tok|jti)[-_][0-9a-z]{6,}",
            "scope", "\\balert:create\\b");

    @Override
    public String name() {
        return "event";
    }

    @Override
    public CheckResult check(Text text) {
        return RULES.block(name(), text);
    }
}
