package io.frostglass.watch;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.topics.Principal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;

/// Makes the entries of a scenario's phases at random times by rate; every run makes the same ones.
final class ScenarioTraffic {

    private static final String AGENT = "a0a0a0a0a0a0a0a0";
    private static final String ELSEWHERE = "e1e1e1e1e1e1e1e1";

    private final Random random = new Random(7);
    private final Consumer<AuditEntry> sink;
    private final List<AuditEntry> ahead = new ArrayList<>();
    private Instant now;
    private int events;

    ScenarioTraffic(Instant start, Consumer<AuditEntry> sink) {
        this.now = start;
        this.sink = sink;
    }

    void phase(Map<?, ?> phase) {
        Instant end = now.plus(duration(Objects.requireNonNull(phase.get("for"))));
        while (now.isBefore(end)) {
            Instant next = now.plus(CountWindow.LENGTH);
            for (Object line : (List<?>) Objects.requireNonNullElse(phase.get("traffic"), List.of())) {
                window((Map<?, ?>) line);
            }
            now = next;
            write(now);
        }
    }

    /// Lets time pass until all windows are closed.
    void end() {
        for (int minutes = 0; minutes < 20; minutes++) {
            now = now.plusSeconds(60);
            ahead.add(Entries.of(Principal.INGEST, Action.accepted, now).build());
        }
        write(now.plusSeconds(1));
    }

    private void write(Instant before) {
        ahead.sort(Comparator.comparing(AuditEntry::getAt));
        while (!ahead.isEmpty() && ahead.getFirst().getAt().isBefore(before)) {
            sink.accept(ahead.removeFirst());
        }
    }

    private void window(Map<?, ?> line) {
        if (!isOpen(line)) {
            return;
        }
        String site = (String) line.get("site");
        for (Object camera : (List<?>) Objects.requireNonNullElse(line.get("cameras"), List.of("cam-1"))) {
            for (int i = chance(number(line, "motion", 0)); i > 0; i--) {
                motion(Objects.requireNonNull(site), (String) camera, line);
            }
        }
        for (int i = 0; i < number(line, "refused", 0); i++) {
            ahead.add(Entries.of(Principal.AGENT_GATEWAY, Action.refused, moment())
                    .setReason("signature")
                    .setSiteId(site)
                    .setOrigin(ELSEWHERE)
                    .build());
        }
        for (int i = 0; i < number(line, "revoked", 0); i++) {
            ahead.add(Entries.of(Principal.TOKEN_ADMIN, Action.revoked, moment())
                    .setSiteId(site)
                    .setSubject(i + "-jti")
                    .build());
        }
        for (int i = 0; i < number(line, "revoked_whole", 0); i++) {
            ahead.add(Entries.of(Principal.TOKEN_ADMIN, Action.revoked, moment())
                    .setSiteId(site)
                    .setSubject(site == null ? "all" : "site/" + site)
                    .build());
        }
    }

    /// Makes the entries of an event, from the sanitized event to the use of its token, as far as the phase says.
    private void motion(String site, String camera, Map<?, ?> line) {
        String event = "evt-" + events++;
        Instant at = moment();
        if (!"no".equals(line.get("anonymized"))) {
            ahead.add(Entries.anonymized(site, camera, event, at));
        }
        if ("repeats".equals(line.get("token"))) {
            ahead.add(Entries.repeats(site, camera, event, at.plusMillis(30)));
            return;
        }
        if ("no".equals(line.get("token"))) {
            return;
        }
        ahead.add(Entries.minted(site, camera, event, at.plusMillis(30)));
        Instant use = at.plusSeconds(5 + random.nextInt(60));
        if (random.nextDouble() < number(line, "used", 0)) {
            ahead.add(Entries.used(site, camera, event, AGENT, use));
        }
        switch (Objects.requireNonNullElse(line.get("second_use"), "none").toString()) {
            case "elsewhere" -> ahead.add(Entries.refusedAgain(site, camera, event, ELSEWHERE, use.plusSeconds(20)));
            case "same" -> ahead.add(Entries.refusedAgain(site, camera, event, AGENT, use.plusSeconds(20)));
            case "before" -> ahead.add(Entries.used(site, camera, event, ELSEWHERE, use.minusSeconds(4)));
            default -> {}
        }
    }

    private boolean isOpen(Map<?, ?> line) {
        var local = now.atZone(ZoneOffset.UTC);
        boolean weekend = local.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0;
        var hours = (List<?>) Objects.requireNonNullElse(line.get("hours"), List.of(0, 24));
        return local.getHour() >= (int) hours.get(0)
                && local.getHour() < (int) hours.get(1)
                && !(weekend && "no".equals(line.get("weekend")));
    }

    private Instant moment() {
        return now.plusMillis(random.nextInt(Math.toIntExact(CountWindow.LENGTH.toMillis()) - 100));
    }

    /// A Poisson count; a whole number is taken as it is.
    private int chance(double rate) {
        if (rate == Math.rint(rate)) {
            return (int) rate;
        }
        double limit = Math.exp(-rate);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    private static double number(Map<?, ?> line, String key, double otherwise) {
        return line.get(key) instanceof Number number ? number.doubleValue() : otherwise;
    }

    private static Duration duration(Object text) {
        String duration = text.toString();
        return Duration.parse(duration.endsWith("d") ? "P" + duration.toUpperCase(Locale.ROOT) : "PT" + duration);
    }
}
