package io.frostglass.anonymize.erasure;

/// Events of a site are not processed yet: without their keys, their alerts would be lost.
final class EventsWaitException extends RuntimeException {

    private static final long serialVersionUID = 1;

    EventsWaitException(String message) {
        super(message);
    }
}
