package io.frostglass.gateway.guard;

/// What a check found. It never holds the text: findings go into answers, metrics and the audit log.
///
/// @param check the check's name
/// @param kind what it found, a word of the check's own list
public record GuardFinding(String check, String kind) {}
