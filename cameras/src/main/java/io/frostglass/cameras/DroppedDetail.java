package io.frostglass.cameras;

/// An invalid part of a motion event. The parser drops it and keeps the event.
///
/// @param field of the contract, such as `bboxes`
/// @param path such as `labels[0].confidence`, or `bboxes[64..]` for all from there on; without anything that was
///     sent
/// @param count how many parts it stands for
public record DroppedDetail(String field, String path, int count) {}
