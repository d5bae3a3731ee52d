package io.frostglass.escalation;

import io.frostglass.alerts.AlertSilence;
import io.frostglass.escalation.routes.AlertMatcher;
import io.frostglass.escalation.routes.Silence;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.RecordHandler;
import io.frostglass.settings.InvalidValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The silences on `alerts.silences`. One that cannot be read silences nothing.
///
/// The thread that follows the topic writes it, and the stream threads read it.
final class SilenceIndex implements RecordHandler<AlertSilence> {

    private static final Logger LOG = LoggerFactory.getLogger(SilenceIndex.class);

    private final Map<String, Silence> silences = new ConcurrentHashMap<>();

    @Override
    public void take(FollowedRecord<AlertSilence> record) {
        Optional<Silence> silence =
                record.recordContent() instanceof RecordContent.RecordValue<? extends AlertSilence>(var value)
                        ? silence(value)
                        : Optional.empty();
        silence.ifPresentOrElse(it -> silences.put(record.key(), it), () -> silences.remove(record.key()));
    }

    Collection<Silence> all() {
        return List.copyOf(silences.values());
    }

    private static Optional<Silence> silence(AlertSilence value) {
        var matchers = new ArrayList<AlertMatcher>();
        try {
            for (String matcher : value.getMatchers()) {
                matchers.add(AlertMatcher.parse(matcher));
            }
        } catch (InvalidValue e) {
            LOG.atWarn()
                    .addKeyValue("silence_id", value.getSilenceId())
                    .setCause(e)
                    .log("silence_refused");
            return Optional.empty();
        }
        return matchers.isEmpty()
                ? Optional.empty()
                : Optional.of(new Silence(value.getSilenceId(), matchers, value.getStartsAt(), value.getEndsAt()));
    }
}
