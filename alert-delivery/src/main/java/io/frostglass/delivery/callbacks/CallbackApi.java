package io.frostglass.delivery.callbacks;

import io.frostglass.alerts.IncidentActionKind;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/// How a receiver says back what people have done with an incident. Pure: it neither reads nor writes a topic.
public sealed interface CallbackApi permits PagerDutyCallbacks, SignedCallbacks, SlackCallbacks {

    /// Whether one of the receiver's secrets has signed the request.
    ///
    /// @param header gives the value of a header
    boolean isSigned(Function<String, @Nullable String> header, byte[] body, Instant now);

    /// Reads a signed request.
    ///
    /// @return empty if it is none of this API
    Optional<CallbackMessage> read(Function<String, @Nullable String> header, byte[] body);

    /// The status of the answer to a request that was taken.
    default int success() {
        return HttpStatus.NO_CONTENT_204;
    }

    /// What a request says.
    ///
    /// @param id the same when it is sent again
    /// @param at when it happened
    /// @param incidentId as the receiver knows it; null if it does not say
    /// @param action null if it says nothing that changes an incident
    /// @param by the name or the id of a person; null: the receiver's name stands for it
    record CallbackMessage(
            String id,
            Instant at,
            @Nullable String incidentId,
            @Nullable IncidentActionKind action,
            @Nullable String by) {}
}
