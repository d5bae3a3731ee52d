package io.frostglass.escalation;

/// What comes to where alerts wait for decisions, by event: an alert by the rules, or what an agent decided.
sealed interface EventSubject permits AgentRecord, WaitingAlert {}
